internal import COpenSSL

/// What the handshake settled.
extension TLSSession {
    package var version: TLSVersion {
        unsafe SSL_version(ssl.pointer) == TLS1_2_VERSION ? .tls12 : .tls13
    }

    /// The suite's registered name, such as `TLS_AES_128_GCM_SHA256`; empty before the handshake.
    package var cipher: String {
        guard let cipher = unsafe SSL_get_current_cipher(ssl.pointer),
            let name = unsafe SSL_CIPHER_standard_name(cipher)
        else { return "" }
        return unsafe String(cString: name)
    }

    /// The host name that the client asked for, lower-case; nil when it named none.
    package var serverName: String? {
        guard let name = unsafe SSL_get_servername(ssl.pointer, TLSEXT_NAMETYPE_host_name) else { return nil }
        let text = unsafe String(cString: name).lowercased()
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// The protocol that ALPN chose; nil without one.
    package var applicationProtocol: String? {
        var name: UnsafePointer<UInt8>?
        var length: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl.pointer, &name, &length)
        guard length > 0 else { return nil }
        return unsafe String(decoding: UnsafeBufferPointer(start: name, count: Int(length)), as: UTF8.self)
    }

    /// The certificate that the other side showed; nil before the handshake.
    package var peerCertificate: CertificateFacts? {
        guard let certificate = unsafe SSL_get0_peer_certificate(ssl.pointer) else { return nil }
        return unsafe CertificateFacts(of: certificate)
    }

    /// The certificate that the other side proved to hold: a server's, or a client's that was asked for one; nil without.
    package var peer: PeerCertificate? {
        guard let certificate = unsafe SSL_get0_peer_certificate(ssl.pointer) else { return nil }
        return unsafe PeerCertificate(sharing: certificate)
    }

    /// The name of the options that a server agreed to; empty on a client.
    package var optionsName: String { context?.options.name ?? "" }

    /// Whether an earlier session was resumed.
    package var isResumed: Bool { unsafe SSL_session_reused(ssl.pointer) == 1 }

    /// Whether OpenSSL holds input that the socket no longer announces; it may be only part of a record.
    package var hasBufferedInput: Bool { unsafe SSL_has_pending(ssl.pointer) == 1 }

    /// Decrypted bytes that the next read gives without touching the socket.
    package var bufferedBytes: Int { unsafe Int(SSL_pending(ssl.pointer)) }
}
