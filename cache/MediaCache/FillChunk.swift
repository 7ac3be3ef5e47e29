internal import ChunkStore
internal import LinuxIO

/// A chunk on its way from the origin: readers on every loop follow it byte by byte.
final class FillChunk: Sendable {
    /// Somebody to wake when there is news.
    struct Waiter: Sendable {
        let loop: LoopHandle
        let token: LoopToken
    }

    private struct State {
        var waiters: [Waiter] = []
        var hasFailed = false
    }

    let object: StoredObject
    /// Which chunk of the object.
    let index: Int
    let buffer: FillBuffer
    let control: FillControl
    private let memory: FillMemory
    private let state = Locked(State())

    init(_ object: StoredObject, index: Int, buffer: FillBuffer, control: FillControl, memory: FillMemory) {
        (self.object, self.index, self.buffer) = (object, index, buffer)
        (self.control, self.memory) = (control, memory)
    }

    deinit { memory.give(buffer) }

    var hasFailed: Bool { state.withLock { $0.hasFailed } }

    /// Wakes `waiter` at the next news; false when there is some already: bytes at `offset`, or the end.
    func wait(_ waiter: Waiter, for offset: Int) -> Bool {
        state.withLock { state in
            guard !state.hasFailed, buffer.available(from: offset) == 0 else { return false }
            state.waiters.append(waiter)
            return true
        }
    }

    /// Bytes were added.
    func notify() { wake(state.withLock { take(&$0) }) }

    /// No more bytes will come.
    func fail() {
        wake(
            state.withLock { state in
                state.hasFailed = true
                return take(&state)
            })
    }

    private func take(_ state: inout State) -> [Waiter] {
        guard !state.waiters.isEmpty else { return [] }
        let waiters = state.waiters
        state.waiters.removeAll(keepingCapacity: true)
        return waiters
    }

    private func wake(_ waiters: [Waiter]) {
        for waiter in waiters { waiter.loop.post(.wake(waiter.token)) }
    }
}

/// The memory that all fills of one store share: bounded, and used again.
final class FillMemory: Sendable {
    private struct State {
        var spare: [FillBuffer] = []
        var used = 0
    }
    private let size: Int
    private let limit: Int
    private let state = Locked(State())
    private static let kept = 16

    /// - Parameters:
    ///   - size: bytes of a whole chunk.
    ///   - limit: bytes in use at once, at least two chunks.
    init(chunkSize size: Int, limit: Int64) {
        self.size = size
        self.limit = max(2, Int(clamping: limit) / size)
    }

    /// A buffer for a chunk of `count` bytes that arrive from `start` on; nil when too many are in use.
    func take(_ count: Int, from start: Int) -> FillBuffer? {
        let spare: FillBuffer?? = state.withLock { state in
            guard state.used < limit else { return nil }
            state.used += 1
            return count == size ? .some(state.spare.popLast()) : .some(nil)
        }
        guard let spare else { return nil }
        guard let buffer = spare else { return FillBuffer(capacity: count, from: start) }
        buffer.reset(from: start)
        return buffer
    }

    func give(_ buffer: FillBuffer) {
        state.withLock { state in
            state.used -= 1
            if buffer.capacity == size, state.spare.count < Self.kept { state.spare.append(buffer) }
        }
    }
}
