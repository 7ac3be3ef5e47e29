internal import COpenSSL
internal import LinuxIO

/// OpenSSL's settings for one set of options.
@safe final class ServerContext: Sendable {
    let options: HandshakeOptions
    let context: ContextHandle
    let protocols: ApplicationProtocols
    /// Only sessions of the same kind are resumed: what another one did not ask of a client cannot count here. The same
    /// from one generation to the next, as long as the options are.
    private let sessionKind: [UInt8]

    /// - Parameter fallback: the certificate for names without one of their own; nil where none is shown to anybody.
    init(_ options: HandshakeOptions, fallback: Identity?, ticketLifetime: Duration) throws(TLSError) {
        self.options = options
        context = try unsafe ContextHandle.make(TLS_server_method(), profile: options.profile)
        protocols = try ApplicationProtocols(options.protocols)
        sessionKind = Self.kind(of: options)
        if let fallback { try context.use(fallback) }
        try setUpSessions(ticketLifetime)
        try setUpClientProof()
    }

    private static func kind(of options: HandshakeOptions) -> [UInt8] {
        let proof = options.clients
        return Digest.sha256(Array("\(proof.demand) \(options.profile)\n".utf8) + (proof.authorities ?? []))
    }

    /// Sessions live in tickets only.
    private func setUpSessions(_ ticketLifetime: Duration) throws(TLSError) {
        unsafe usher_ctx_set_cache_mode(context.pointer, Int(SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_timeout(context.pointer, Int(ticketLifetime.components.seconds))
        try context.check("session id") {
            unsafe SSL_CTX_set_session_id_context(context.pointer, sessionKind, UInt32(sessionKind.count))
        }
        guard !options.issuesTickets else { return }
        unsafe SSL_CTX_set_options(context.pointer, USHER_OP_NO_TICKET)
        unsafe SSL_CTX_set_num_tickets(context.pointer, 0)
    }

    private func setUpClientProof() throws(TLSError) {
        let proof = options.clients
        let mode: Int32 =
            switch proof.demand {
            case .none: SSL_VERIFY_NONE
            case .wanted: SSL_VERIFY_PEER
            case .needed: SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
            }
        guard proof.demand != .none, let authorities = proof.authorities else {
            return unsafe SSL_CTX_set_verify(context.pointer, mode, anyCertificate)
        }
        unsafe SSL_CTX_set_verify(context.pointer, mode, nil)
        let list = try PEM.certificates(authorities, from: "authorities of clients")
        try context.trust(list)
        // Their names tell the client which of its certificates will do.
        for index in 0..<list.count { unsafe SSL_CTX_add_client_CA(context.pointer, list[index]) }
    }

    /// Makes a connection that has said nothing yet one of these options. What `SSL_set_SSL_CTX` leaves as it was when
    /// the connection was made has to be set anew.
    func take(_ ssl: OpaquePointer) -> Bool {
        let profile = options.profile
        guard unsafe SSL_set_SSL_CTX(ssl, context.pointer) != nil,
            unsafe usher_ssl_set_versions(ssl, profile.oldest.wireNumber, profile.newest.wireNumber) == 1,
            unsafe usher_ssl_set_groups(ssl, profile.groups.joined(separator: ":")) == 1,
            unsafe SSL_set_session_id_context(ssl, sessionKind, UInt32(sessionKind.count)) == 1
        else { return false }
        unsafe SSL_set_verify(
            ssl, SSL_CTX_get_verify_mode(context.pointer), SSL_CTX_get_verify_callback(context.pointer))
        if options.issuesTickets {
            unsafe SSL_clear_options(ssl, USHER_OP_NO_TICKET)
        } else {
            unsafe SSL_set_options(ssl, USHER_OP_NO_TICKET)
        }
        return unsafe SSL_set_num_tickets(ssl, SSL_CTX_get_num_tickets(context.pointer)) == 1
    }
}

/// Whoever vouches for it, or nobody.
private func anyCertificate(_ verdict: Int32, _ store: OpaquePointer?) -> Int32 { 1 }
