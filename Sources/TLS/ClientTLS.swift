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
    /// Whether a certificate has to be for the name that was asked for.
    let checksName: Bool
    /// A URI that the server's certificate has to have among its alternative names; nil for any.
    let peerURI: String?
    /// Sessions to resume, by server name; nil when they are not kept.
    let sessions: ClientSessions?

    /// Reads the authorities' files; blocks, so it is not for loops.
    ///
    /// - Parameters:
    ///   - checksName: false takes a certificate for any name; where anyone is trusted, that is so in any case.
    ///   - protocols: for ALPN, best first; empty offers none.
    ///   - identities: shown to servers that ask who we are; of several with one kind of key, the first.
    ///   - resumes: whether sessions are kept and resumed.
    package init(
        trust: Trust, checksName: Bool = true, peerURI: String? = nil, identities: [Identity] = [],
        protocols: [String] = ["http/1.1"], resumes: Bool = true, profile: TLSProfile = .hardened
    ) throws(TLSError) {
        context = try unsafe ContextHandle.make(TLS_client_method(), profile: profile)
        self.checksName = checksName && trust != .anyone
        self.peerURI = peerURI
        sessions = resumes ? ClientSessions() : nil
        let protocols = try ApplicationProtocols(protocols)
        if !protocols.isEmpty { protocols.offer(on: context) }
        try load(trust)
        // OpenSSL holds one of each kind of key, the last one it is given.
        for identity in identities.reversed() { try context.use(identity) }
        if resumes { keepSessions() }
    }

    private func load(_ trust: Trust) throws(TLSError) {
        unsafe SSL_CTX_set_verify(context.pointer, trust == .anyone ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nil)
        switch trust {
        case .system:
            try context.check("the system's authorities") { unsafe SSL_CTX_set_default_verify_paths(context.pointer) }
        case .file(let file): try context.trust(try PEM.certificates(try PEM.contents(of: file), from: file))
        case .pem(let bytes): try context.trust(try PEM.certificates(bytes, from: "authorities"))
        case .anyone: break
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
