internal import COpenSSL

/// The protocols a side speaks over TLS, as ALPN wants them on the wire (RFC 7301 §3.1), best first.
@safe final class ApplicationProtocols: Sendable {
    /// Each name behind its length; it stays where it is, because OpenSSL is given pointers into it.
    private nonisolated(unsafe) let wire: UnsafeMutableBufferPointer<UInt8>

    /// - Parameter names: 1 to 255 bytes each.
    init(_ names: [String]) throws(TLSError) {
        var bytes: [UInt8] = []
        for name in names {
            guard (1...255).contains(name.utf8.count) else {
                throw .refused(what: "application protocol \"\(name)\"", reason: "its name is not 1 to 255 bytes long")
            }
            bytes.append(UInt8(name.utf8.count))
            bytes += name.utf8
        }
        unsafe wire = UnsafeMutableBufferPointer.allocate(capacity: bytes.count)
        _ = unsafe wire.initialize(from: bytes)
    }

    deinit { unsafe wire.deallocate() }

    var isEmpty: Bool { unsafe wire.isEmpty }

    /// Offers them for a client's connections.
    func offer(on context: borrowing ContextHandle) {
        unsafe SSL_CTX_set_alpn_protos(context.pointer, wire.baseAddress, UInt32(wire.count))
    }

    /// The first of ours that is among the client's; nil without one. The bytes live as long as `self`.
    @unsafe func choose(from offered: UnsafeBufferPointer<UInt8>) -> UnsafeMutableBufferPointer<UInt8>? {
        var name: UnsafeMutablePointer<UInt8>?
        var length: UInt8 = 0
        let result = unsafe SSL_select_next_proto(
            &name, &length, wire.baseAddress, UInt32(wire.count), offered.baseAddress, UInt32(offered.count))
        guard result == OPENSSL_NPN_NEGOTIATED, let name = unsafe name else { return nil }
        return unsafe UnsafeMutableBufferPointer(start: name, count: Int(length))
    }
}
