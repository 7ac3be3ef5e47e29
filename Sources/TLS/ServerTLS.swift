internal import COpenSSL

/// A server's side of TLS: its certificates by name, and what it agrees to. Never changes; a reload makes another one.
@safe package final class ServerTLS: Sendable {
    private let certificates: CertificateTable
    private let tickets: TicketKeys
    private let names: OptionsByName
    /// By the options' names.
    private let contexts: [String: ServerContext]
    /// What connections begin with: the options for most names, or, where nobody may be served by those, any.
    let first: ServerContext

    /// - Parameters:
    ///   - tickets: the same for all generations, so that a reload keeps sessions.
    ///   - options: what is agreed to, by the name that a client asks for.
    package init(
        certificates: CertificateTable, tickets: TicketKeys, options: OptionsByName = OptionsByName()
    ) throws(TLSError) {
        (self.certificates, self.tickets, names) = (certificates, tickets, options)
        var contexts: [String: ServerContext] = [:]
        for each in options.options {
            contexts[each.name] = try ServerContext(
                each, fallback: certificates.fallback, ticketLifetime: tickets.lifetime)
        }
        self.contexts = contexts
        if let usual = contexts[options.fallback] {
            first = usual
        } else {
            first = try ServerContext(
                HandshakeOptions(), fallback: certificates.fallback, ticketLifetime: tickets.lifetime)
        }
        setUpCallbacks()
    }

    /// The certificate that is served for `name`; for logs and the administration.
    package func identity(for name: String) -> Identity { certificates.identity(for: name) }

    /// Whether it has to be known before anything is agreed to whom a client wants to talk to.
    private var dependsOnName: Bool {
        contexts.count != 1 || contexts[names.fallback] == nil || !names.hosts.isEmpty || first.options.isStrict
    }

    /// The callbacks find `self` through the context. A session keeps `self` alive as long as it uses the context.
    private func setUpCallbacks() {
        let listens = dependsOnName
        for each in [first] + contexts.values {
            let context = unsafe each.context.pointer
            unsafe usher_ctx_set_app_data(context, Unmanaged.passUnretained(self).toOpaque())
            unsafe usher_ctx_on_server_name(context, serverNameSent)
            unsafe SSL_CTX_set_cert_cb(context, certificateWanted, nil)
            unsafe usher_ctx_on_ticket(context, ticketKeyWanted)
            if listens { unsafe SSL_CTX_set_client_hello_cb(context, helloReceived, nil) }
            if !each.protocols.isEmpty { unsafe SSL_CTX_set_alpn_select_cb(context, protocolsOffered, nil) }
        }
    }

    /// Puts the options of the name that a client asks for on its connection; false to refuse it.
    ///
    /// A client that has to begin again (RFC 8446 §4.1.4) comes here twice; the later choice is the one that
    /// `TLSSession.optionsName` tells, whatever the client named first.
    fileprivate func chooseOptions(for ssl: OpaquePointer) -> Bool {
        let host = unsafe ServerNameField.host(of: ssl)
        guard let chosen = contexts[names.name(for: host)] else { return false }
        if chosen.options.isStrict, unsafe !hasCertificate(for: host, ssl) { return false }
        let session = unsafe Unmanaged<TLSSession>.fromOpaque(usher_ssl_app_data(ssl)!).takeUnretainedValue()
        guard session.context !== chosen else { return true }
        session.context = chosen
        return unsafe chosen.take(ssl)
    }

    @unsafe private func hasCertificate(for host: String?, _ ssl: OpaquePointer) -> Bool {
        if let host { return certificates.find(host) != nil }
        return unsafe localAddress(of: SSL_get_fd(ssl)).flatMap { certificates.find(address: $0) } != nil
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
        length: UnsafeMutablePointer<UInt8>, for ssl: OpaquePointer
    ) -> Int32 {
        let session = unsafe Unmanaged<TLSSession>.fromOpaque(usher_ssl_app_data(ssl)!).takeUnretainedValue()
        guard let chosen = unsafe session.context?.protocols.choose(from: offered) else {
            return SSL_TLSEXT_ERR_ALERT_FATAL
        }
        unsafe name.pointee = UnsafePointer(chosen.baseAddress)
        unsafe length.pointee = UInt8(chosen.count)
        return SSL_TLSEXT_ERR_OK
    }
}

private func server(of ssl: OpaquePointer) -> ServerTLS {
    unsafe Unmanaged<ServerTLS>.fromOpaque(usher_ctx_app_data(ssl)!).takeUnretainedValue()
}

private func helloReceived(
    _ ssl: OpaquePointer?, _ alert: UnsafeMutablePointer<Int32>?, _ data: UnsafeMutableRawPointer?
) -> Int32 {
    if unsafe server(of: ssl!).chooseOptions(for: ssl!) { return SSL_CLIENT_HELLO_SUCCESS }
    unsafe alert?.pointee = SSL_AD_UNRECOGNIZED_NAME
    return SSL_CLIENT_HELLO_ERROR
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
    return unsafe server(of: ssl!).chooseProtocol(from: names, into: name!, length: length!, for: ssl!)
}
