internal import CLinux
internal import Glibc

/// Counts signals that threads wait for; never for a loop's thread.
@safe package final class Semaphore: Sendable {
    private nonisolated(unsafe) let pointer = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    package init() { unsafe sem_init(pointer, 0, 0) }

    deinit {
        unsafe sem_destroy(pointer)
        unsafe pointer.deallocate()
    }

    /// Lets one waiting thread go on, or the next that comes.
    package func signal() { unsafe sem_post(pointer) }

    /// Waits for a signal and takes it.
    package func wait() {
        while unsafe sem_wait(pointer) != 0 {}
    }

    /// Waits for a signal at most so long; false when none came.
    package func wait(atMost duration: Duration) -> Bool {
        let now = WallTime.now
        let total = duration.nanoseconds + UInt64(now.nanoseconds)
        var limit = timespec()
        limit.tv_sec = Int(now.seconds) + Int(total / 1_000_000_000)
        limit.tv_nsec = Int(total % 1_000_000_000)
        while unsafe sem_timedwait(pointer, &limit) != 0 {
            if Errno.current == .timedOut { return false }
        }
        return true
    }
}
