package import LinuxIO

/// Why a connection's TLS ended for good; nothing more can be read from or written to it.
package struct TLSFailure: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Kind: Equatable, Sendable {
        /// The other side does not speak TLS.
        case notTLS
        /// The other side ended it with this alert (RFC 8446 §6.2).
        case alert(UInt8)
        /// The server's certificate is not trusted, has run out, or belongs to another name.
        case untrusted
        /// The connection ended without a close_notify: what came may not be everything (RFC 8446 §6.1).
        case truncated
        /// The socket failed.
        case socket(Errno)
        /// No common ground, or bytes that break the protocol.
        case refused
    }
    package let kind: Kind
    /// A few words for a log line.
    package let reason: String

    package var description: String { reason }
}
