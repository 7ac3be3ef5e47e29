/// What answers requests: `http.services.NAME.loadBalancer`.
package struct Service: Sendable, Equatable {
    package var name: String
    /// The provider it comes from.
    package var provider = ProviderName.file
    /// In the order written; may be empty (503).
    package var servers: [UpstreamServer]
    /// Send the client's `Host` upstream, else the server's own.
    package var passHostHeader = true
    /// Id of the transport that its servers are reached by; nil means the global one.
    package var serversTransport: String?

    package init(name: String, servers: [UpstreamServer]) {
        self.name = name
        self.servers = servers
    }

    package var id: String { "\(name)@\(provider)" }
}

/// One server of a service.
package struct UpstreamServer: Sendable, Equatable {
    package var url: UpstreamURL
    /// Share of the requests among its siblings; 0 gets none. Never negative.
    package var weight = 1

    package init(url: UpstreamURL) { self.url = url }
}

/// `http[s]://host[:port]`: where an upstream listens. A path in it is not used.
package struct UpstreamURL: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable {
        case http, https
    }

    package var scheme: Scheme
    /// A name in lower case, or an address, without brackets.
    package var host: String
    /// Never 0.
    package var port: UInt16

    package init(scheme: Scheme, host: String, port: UInt16) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// `host` or `host:port` as a `Host` field has it: without the scheme's own port, IPv6 in brackets.
    package var authority: String {
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == .http ? 80 : 443) ? host : "\(host):\(port)"
    }

    package var description: String { "\(scheme)://\(authority)" }
}
