internal import COpenSSL

/// A server's side of TLS: its certificates by name, and what it agrees to. Never changes; a reload makes another one.
@safe package final class ServerTLS: Sendable {
    let context: ContextHandle
    private let certificates: CertificateTable
    private let tickets: TicketKeys
    private let protocols: ApplicationProtocols

    /// - Parameters:
    ///   - identities: found by their certificates' names; where several are for one name, the first counts.
    ///   - fallback: for every other name, and for clients that name none.
    ///   - tickets: the same for all generations, so that a reload keeps sessions.
    ///   - protocols: for ALPN, best first; a client that offers only others is refused (RFC 7301 §3.2).
    package init(
        identities: [Identity], fallback: Identity, tickets: TicketKeys, protocols: [String] = ["http/1.1"],
        profile: TLSProfile = .hardened
    ) throws(TLSError) {
        context = try unsafe ContextHandle.make(TLS_server_method(), profile: profile)
        certificates = CertificateTable(identities, fallback: fallback)
        self.tickets = tickets
        self.protocols = try ApplicationProtocols(protocols)
        try use(fallback)
        try setUpSessions()
        setUpCallbacks()
    }

    /// The certificate that is served for `name`; for logs and the administration.
    package func identity(for name: String) -> Identity { certificates.identity(for: name) }

    private func use(_ identity: Identity) throws(TLSError) {
        try context.check("certificate of \(identity.facts.commonName)") {
            unsafe SSL_CTX_use_cert_and_key(
                context.pointer, identity.certificate.pointer, identity.key.pointer, identity.chain.pointer, 1)
        }
    }

    /// Sessions live in tickets only. The id is what lets one generation accept another's.
    private func setUpSessions() throws(TLSError) {
        unsafe usher_ctx_set_cache_mode(context.pointer, Int(SSL_SESS_CACHE_OFF))
        unsafe SSL_CTX_set_timeout(context.pointer, Int(tickets.lifetime.components.seconds))
        let id = Array("usher".utf8)
        try context.check("session id") {
            unsafe SSL_CTX_set_session_id_context(context.pointer, id, UInt32(id.count))
        }
    }

    /// The callbacks find `self` through the context. A session keeps `self` alive as long as it uses the context.
    private func setUpCallbacks() {
        unsafe usher_ctx_set_app_data(context.pointer, Unmanaged.passUnretained(self).toOpaque())
        unsafe usher_ctx_on_server_name(context.pointer, serverNameSent)
        unsafe SSL_CTX_set_cert_cb(context.pointer, certificateWanted, nil)
        unsafe usher_ctx_on_ticket(context.pointer, ticketKeyWanted)
        if !protocols.isEmpty { unsafe SSL_CTX_set_alpn_select_cb(context.pointer, protocolsOffered, nil) }
    }

    /// Puts the right certificate into a connection that shows one; not asked when a session is resumed.
    fileprivate func chooseCertificate(for ssl: OpaquePointer) -> Bool {
        let identity = unsafe identity(for: ssl)
        // The context already holds the default.
        if identity === certificates.fallback { return true }
        return unsafe SSL_use_cert_and_key(
            ssl, identity.certificate.pointer, identity.key.pointer, identity.chain.pointer, 1) == 1
    }

    private func identity(for ssl: OpaquePointer) -> Identity {
        if let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) {
            return unsafe certificates.identity(for: String(cString: name))
        }
        guard certificates.hasAddresses, let address = unsafe localAddress(of: SSL_get_fd(ssl)) else {
            return certificates.fallback
        }
        return certificates.identity(forAddress: address)
    }

    fileprivate func prepareTicket(
        name: UnsafeMutablePointer<UInt8>, iv: UnsafeMutablePointer<UInt8>, cipher: OpaquePointer, mac: OpaquePointer,
        sealing: Bool
    ) -> Int32 {
        unsafe tickets.prepare(name: name, iv: iv, cipher: cipher, mac: mac, sealing: sealing)
    }

    fileprivate func chooseProtocol(
        from offered: UnsafeBufferPointer<UInt8>, into name: UnsafeMutablePointer<UnsafePointer<UInt8>?>,
        length: UnsafeMutablePointer<UInt8>
    ) -> Int32 {
        guard let chosen = unsafe protocols.choose(from: offered) else { return SSL_TLSEXT_ERR_ALERT_FATAL }
        unsafe name.pointee = UnsafePointer(chosen.baseAddress)
        unsafe length.pointee = UInt8(chosen.count)
        return SSL_TLSEXT_ERR_OK
    }
}

private func server(of ssl: OpaquePointer) -> ServerTLS {
    unsafe Unmanaged<ServerTLS>.fromOpaque(usher_ctx_app_data(ssl)!).takeUnretainedValue()
}

/// Any name will do; acknowledged, it is kept in the session, and known again when that is resumed.
private func serverNameSent(
    _ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?, _ data: UnsafeMutableRawPointer?
) -> Int32 { SSL_TLSEXT_ERR_OK }

private func certificateWanted(_ ssl: OpaquePointer?, _ data: UnsafeMutableRawPointer?) -> Int32 {
    unsafe server(of: ssl!).chooseCertificate(for: ssl!) ? 1 : 0
}

private func ticketKeyWanted(
    _ ssl: OpaquePointer?, _ name: UnsafeMutablePointer<UInt8>?, _ iv: UnsafeMutablePointer<UInt8>?,
    _ cipher: OpaquePointer?, _ mac: OpaquePointer?, _ sealing: Int32
) -> Int32 {
    unsafe server(of: ssl!).prepareTicket(name: name!, iv: iv!, cipher: cipher!, mac: mac!, sealing: sealing != 0)
}

private func protocolsOffered(
    _ ssl: OpaquePointer?, _ name: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ length: UnsafeMutablePointer<UInt8>?,
    _ offered: UnsafePointer<UInt8>?, _ count: UInt32, _ data: UnsafeMutableRawPointer?
) -> Int32 {
    let names = unsafe UnsafeBufferPointer(start: offered, count: Int(count))
    return unsafe server(of: ssl!).chooseProtocol(from: names, into: name!, length: length!)
}
