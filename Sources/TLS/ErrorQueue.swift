internal import COpenSSL
internal import LinuxIO

/// OpenSSL's record, for each thread, of what went wrong.
enum ErrorQueue {
    /// To be called before every call whose error is to be told apart from an older one.
    static func clear() { ERR_clear_error() }

    /// The code of the first error since it was cleared, which is the cause of the later ones; 0 without any.
    static var firstCode: UInt { ERR_peek_error() }

    /// The first error in words.
    static var firstReason: String { reason(of: firstCode) }

    static func reason(of code: UInt) -> String {
        guard code != 0 else { return "unknown reason" }
        if ERR_GET_LIB(code) == ERR_LIB_SYS { return Errno(ERR_GET_REASON(code)).description }
        guard let text = unsafe ERR_reason_error_string(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    static func refusal(of what: String) -> TLSError { .refused(what: what, reason: firstReason) }
}
