internal import COpenSSL

/// The extension in which a client says whom it wants to talk to (RFC 6066 §3), as it comes over the wire:
///
///     u16 length of the list | u8 kind (0: host name) | u16 length | name
package enum ServerNameField {
    /// From the greeting that a connection is at.
    @unsafe static func host(of ssl: OpaquePointer) -> String? {
        var start: UnsafePointer<UInt8>?
        var count = 0
        guard unsafe SSL_client_hello_get0_ext(ssl, UInt32(TLSEXT_TYPE_server_name), &start, &count) == 1 else {
            return nil
        }
        return unsafe host(in: UnsafeRawBufferPointer(start: start, count: count).bytes)
    }

    /// The host name in lower case, without a dot at the end; nil without one that could be any.
    package static func host(in bytes: RawSpan) -> String? {
        guard bytes.byteCount > 5, number(bytes, at: 0) == bytes.byteCount - 2, byte(bytes, at: 2) == 0 else {
            return nil
        }
        let length = number(bytes, at: 3)
        guard length > 0, length <= bytes.byteCount - 5 else { return nil }
        let name = (5..<5 + length).map { byte(bytes, at: $0) }
        return HostName.normalized(String(decoding: name, as: UTF8.self))
    }

    private static func byte(_ bytes: RawSpan, at offset: Int) -> UInt8 {
        unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    private static func number(_ bytes: RawSpan, at offset: Int) -> Int {
        Int(byte(bytes, at: offset)) << 8 | Int(byte(bytes, at: offset + 1))
    }
}
