extension ServersTransport {
    /// The global one, of the static configuration.
    init(_ section: Section) {
        self.init()
        readCommon(section)
        section.ignores("spiffe")
        section.finish()
    }

    /// One of `http.serversTransports`.
    init(name: String, _ section: Section) {
        self.init(name: name)
        provider = section.provider
        readCommon(section)
        serverName = section.text("serverName")
        certificates = section.elements("certificates").map(CertificateFiles.init)
        limits = TLSLimits(section)
        peerURI = section.text("peerCertURI")
        // HTTP/1.1 is what upstreams are spoken to in any case.
        _ = section.boolean("disableHTTP2", default: false)
        section.refuses("spiffe")
        section.finish()
    }

    private mutating func readCommon(_ section: Section) {
        skipsVerification = section.boolean("insecureSkipVerify", default: false)
        authorities = section.pemList("rootCAs")
        let idle = section.integer("maxIdleConnsPerHost", default: maxIdleConnectionsPerHost, in: -1...100_000)
        // As Go has it: 0 is its own choice, and below there are none.
        maxIdleConnectionsPerHost = idle == 0 ? Self.fewIdleConnections : max(0, idle)
        readTimes(section.sectionOrDefaults("forwardingTimeouts"))
    }

    private mutating func readTimes(_ times: Section) {
        dialTimeout = times.duration("dialTimeout", default: dialTimeout)
        handshakeTimeout = times.duration("handshakeTimeout", default: handshakeTimeout)
        responseHeaderTimeout = times.duration("responseHeaderTimeout", default: responseHeaderTimeout)
        bodyTimeout = times.duration("bodyTimeout", default: bodyTimeout)
        totalTimeout = times.duration("totalTimeout", default: totalTimeout)
        idleConnectionTimeout = times.duration("idleConnTimeout", default: idleConnectionTimeout)
        times.ignores("readIdleTimeout", "pingTimeout")
        times.finish()
    }
}

extension Objects<ServersTransport> {
    /// The id of the transport that a load balancer names; nil for the global one, and with a complaint for one that is
    /// not there.
    func resolveTransport(_ balancer: Section) -> String? {
        let reference = balancer.text("serversTransport")
        return reference == "default@\(ProviderName.internal)"
            ? nil : resolve(reference, balancer, option: "serversTransport")
    }
}
