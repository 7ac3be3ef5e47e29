internal import CLinux
internal import Glibc

/// An error number of the kernel's, as a typed Swift error.
package struct Errno: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
    package let code: Int32

    package init(_ code: Int32) { self.code = code }

    /// The calling thread's `errno` right now.
    package static var current: Errno { Errno(usher_errno()) }

    package static let again = Errno(EAGAIN)
    package static let interrupted = Errno(EINTR)
    package static let inProgress = Errno(EINPROGRESS)
    package static let addressInUse = Errno(EADDRINUSE)
    package static let connectionReset = Errno(ECONNRESET)
    package static let brokenPipe = Errno(EPIPE)
    package static let timedOut = Errno(ETIMEDOUT)
    package static let exists = Errno(EEXIST)
    package static let nameTooLong = Errno(ENAMETOOLONG)
    package static let invalid = Errno(EINVAL)
    package static let noSpace = Errno(ENOSPC)
    package static let tooManyOpenFiles = Errno(EMFILE)
    package static let protocolError = Errno(EPROTO)
    package static let connectionRefused = Errno(ECONNREFUSED)
    package static let notSupported = Errno(EOPNOTSUPP)

    package var description: String {
        unsafe "\(String(cString: strerror(code))) (errno \(code))"
    }

    /// A bug of ours, never the world's: continuing would act on somebody else's descriptor or memory.
    var isBug: Bool { code == EBADF || code == EFAULT }
}

/// Result of a system call: its value, or the error number. Repeats it while a signal interrupts.
@inline(__always)
package func retrying<Value: SignedInteger>(_ call: () -> Value) throws(Errno) -> Value {
    while true {
        let value = call()
        if value != -1 { return value }
        let error = Errno.current
        if error == .interrupted { continue }
        precondition(!error.isBug, "system call on a bad descriptor or address: \(error)")
        throw error
    }
}
