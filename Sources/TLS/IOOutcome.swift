/// What a read or write of a TLS connection came to.
package enum IOOutcome: Equatable, Sendable {
    /// This many bytes, at least 1 when reading.
    case bytes(Int)
    /// Call again, with the same arguments, when the socket is readable.
    case wantsRead
    /// Call again, with the same bytes, when the socket is writable.
    case wantsWrite
    /// The other side said close_notify: everything it had to say has been read.
    case closed
    case failed(TLSFailure)
}

/// How far a handshake has come.
package enum HandshakeProgress: Equatable, Sendable {
    case done
    /// Call again when the socket is readable.
    case wantsRead
    /// Call again when the socket is writable.
    case wantsWrite
    case failed(TLSFailure)
}

/// Whether a close_notify has left.
package enum ShutdownProgress: Equatable, Sendable {
    /// It is with the kernel, or cannot be sent any more; the socket may be closed.
    case done
    /// Call again when the socket is writable.
    case wantsWrite
}
