internal import COpenSSL
internal import LinuxIO

/// Whose word a client takes for who a server is.
package enum Trust: Equatable, Sendable {
    /// The authorities that the system trusts.
    case system
    /// The authorities in a PEM file; a server's own self-signed certificate may stand there too.
    case file(String)
    /// The authorities in PEM text.
    case pem([UInt8])
    /// Anyone's: encrypted, but not authenticated.
    case anyone
}

/// A client's side of TLS: whom it trusts and what it agrees to. Never changes.
@safe package final class ClientTLS: Sendable {
    let context: ContextHandle
    let trust: Trust
    /// Sessions to resume, by server name; nil when they are not kept.
    let sessions: ClientSessions?

    /// Reads the authorities' files; blocks, so it is not for loops.
    ///
    /// - Parameters:
    ///   - protocols: for ALPN, best first; empty offers none.
    ///   - resumes: whether sessions are kept and resumed.
    package init(
        trust: Trust, protocols: [String] = ["http/1.1"], resumes: Bool = true, profile: TLSProfile = .hardened
    ) throws(TLSError) {
        context = try unsafe ContextHandle.make(TLS_client_method(), profile: profile)
        self.trust = trust
        sessions = resumes ? ClientSessions() : nil
        let protocols = try ApplicationProtocols(protocols)
        if !protocols.isEmpty { protocols.offer(on: context) }
        try load(trust)
        if resumes { keepSessions() }
    }

    private func load(_ trust: Trust) throws(TLSError) {
        unsafe SSL_CTX_set_verify(context.pointer, trust == .anyone ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nil)
        switch trust {
        case .system:
            try context.check("the system's authorities") { unsafe SSL_CTX_set_default_verify_paths(context.pointer) }
        case .file(let file): try add(try PEM.certificates(try PEM.contents(of: file), from: file))
        case .pem(let bytes): try add(try PEM.certificates(bytes, from: "authorities"))
        case .anyone: break
        }
    }

    private func add(_ authorities: borrowing CertificateList) throws(TLSError) {
        let store = unsafe SSL_CTX_get_cert_store(context.pointer)
        for index in 0..<authorities.count {
            ErrorQueue.clear()
            guard unsafe X509_STORE_add_cert(store, authorities[index]) == 1 else {
                throw ErrorQueue.refusal(of: "authority number \(index + 1)")
            }
        }
    }

    private func keepSessions() {
        unsafe usher_ctx_set_cache_mode(
            context.pointer, Int(SSL_SESS_CACHE_CLIENT) | Int(SSL_SESS_CACHE_NO_INTERNAL))
        unsafe SSL_CTX_sess_set_new_cb(context.pointer, keepSession)
    }
}

private func keepSession(_ ssl: OpaquePointer?, _ session: OpaquePointer?) -> Int32 {
    let owner = unsafe Unmanaged<TLSSession>.fromOpaque(usher_ssl_app_data(ssl)!).takeUnretainedValue()
    unsafe owner.keep(ResumableSession(owning: session!))
    return 1
}
