internal import COpenSSL

/// Owns an `SSL`: one connection's state. For one thread at a time.
@safe struct ConnectionHandle: ~Copyable {
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// - Parameter socket: a non-blocking socket that stays somebody else's.
    static func make(of context: borrowing ContextHandle, socket: Int32) throws(TLSError) -> ConnectionHandle {
        ErrorQueue.clear()
        guard let pointer = unsafe SSL_new(context.pointer) else { throw ErrorQueue.refusal(of: "TLS connection") }
        let connection = unsafe ConnectionHandle(owning: pointer)
        guard unsafe SSL_set_fd(pointer, socket) == 1 else { throw ErrorQueue.refusal(of: "TLS connection") }
        return connection
    }

    deinit {
        // OpenSSL would not resume the session of a connection that ends without a close_notify from both sides, which
        // TLS no longer asks for (RFC 8446 §6.1). That of one that failed it has given up already.
        if unsafe SSL_in_init(pointer) == 0 {
            unsafe SSL_set_shutdown(pointer, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
        }
        unsafe SSL_free(pointer)
    }
}
