internal import CLinux
internal import Glibc

/// Wakes one thread that waits for others; what rings while it is awake is kept, as one.
package final class Bell: Sendable {
    let descriptor: Descriptor

    package init() {
        let number = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        precondition(number >= 0, "no eventfd: \(Errno.current)")
        descriptor = Descriptor(owning: number)
    }

    package func ring() { _ = eventfd_write(descriptor.number, 1) }

    /// Forgets what has rung so far.
    func silence() {
        var count: UInt64 = 0
        _ = unsafe eventfd_read(descriptor.number, &count)
    }

    /// Sleeps until the bell rings, and silences it.
    package func wait() { while !wait(upTo: .seconds(3600)) {} }

    /// Sleeps until the bell rings, and silences it; false when it has not rung for so long.
    package func wait(upTo limit: Duration) -> Bool {
        let rung = waitForInput(on: [descriptor.number], upTo: limit)
        if rung { silence() }
        return rung
    }
}

/// Sleeps until one of the descriptors can be read; false when none could for so long.
func waitForInput(on descriptors: [Int32], upTo limit: Duration) -> Bool {
    let deadline = MonotonicTime.now.adding(limit)
    var waits = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
        let left = deadline.since(.now).nanoseconds
        // Rounded up, so that the last fraction of a millisecond is not spent in a busy loop.
        let milliseconds = Int32(clamping: (left + 999_999) / 1_000_000)
        let ready = unsafe poll(&waits, nfds_t(waits.count), milliseconds)
        if ready > 0 { return true }
        if ready == 0, left <= UInt64(milliseconds) * 1_000_000 { return false }
    }
}
