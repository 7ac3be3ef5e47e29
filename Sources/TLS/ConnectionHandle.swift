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

    deinit { unsafe SSL_free(pointer) }
}
