internal import CLinux
internal import Glibc

/// Owns one file descriptor: closed exactly once, when its owner is gone.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes over a descriptor that nobody else closes.
    package init(owning number: Int32) {
        precondition(number >= 0, "a descriptor is never negative")
        self.number = number
    }

    deinit { _ = Glibc.close(number) }

    /// One of `/dev/null`, to hold a place in the table of descriptors; nil when there is none left.
    package static func null() -> Descriptor? {
        let number = unsafe usher_open("/dev/null", O_RDONLY | O_CLOEXEC, 0)
        return number >= 0 ? Descriptor(owning: number) : nil
    }

    /// Gives up ownership; the caller closes the number.
    package consuming func release() -> Int32 {
        let number = self.number
        discard self
        return number
    }

    /// Makes reads and writes return at once, and keeps the descriptor out of child processes.
    package func setNonBlocking() throws(Errno) {
        let flags = try retrying { usher_fcntl_int(number, F_GETFL, 0) }
        _ = try retrying { usher_fcntl_int(number, F_SETFL, flags | O_NONBLOCK) }
        _ = try retrying { usher_fcntl_int(number, F_SETFD, FD_CLOEXEC) }
    }
}

/// Raises the soft limit of open descriptors to the hard one; returns the limit in force.
@discardableResult
package func raiseDescriptorLimit() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
}
