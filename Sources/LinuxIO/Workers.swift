internal import CLinux
internal import Glibc

/// A few named threads for what would block a loop: name lookup, password hashing, fsync, cold pages.
@safe package final class Workers: Sendable {
    private struct State {
        var queue: [@Sendable () -> Void] = []
        var open = true
    }
    private let state = Locked(State())
    private nonisolated(unsafe) let wakeups: UnsafeMutablePointer<sem_t>
    private let limit: Int

    /// - Parameters:
    ///   - name: shown by `top -H`.
    ///   - threads: how many run at once.
    ///   - limit: how many pieces of work may wait.
    package init(named name: String, threads: Int, limit: Int = 4096) {
        self.limit = limit
        unsafe wakeups = .allocate(capacity: 1)
        unsafe sem_init(wakeups, 0, 0)
        for index in 0..<threads { startThread(named: "\(name)-\(index)") { [self] in serve() } }
    }

    /// Queues `work`; false when too much waits already and the caller must do without.
    package func run(_ work: @escaping @Sendable () -> Void) -> Bool {
        let taken = state.withLock { state in
            guard state.open, state.queue.count < limit else { return false }
            state.queue.append(work)
            return true
        }
        if taken { unsafe sem_post(wakeups) }
        return taken
    }

    private func serve() {
        while true {
            while unsafe sem_wait(wakeups) != 0 {}
            let work = state.withLock { $0.queue.isEmpty ? nil : $0.queue.removeFirst() }
            work?()
        }
    }

    /// Brings an extent's pages into memory; false when the file or the disk fails there.
    package static func populate(_ extent: FileExtent) -> Bool {
        let bytes = unsafe extent.bytes
        let address = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        return unsafe usher_populate(extent.descriptor, off_t(extent.offset), address, bytes.count) == 0
    }
}
