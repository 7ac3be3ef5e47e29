/// Servers that share requests: `loadBalancer`.
package struct LoadBalancer: Sendable, Equatable {
    /// How the server of a request is found.
    package enum Strategy: String, Sendable, CaseIterable {
        /// In turn, by weight.
        case wrr
        /// The one with fewer requests under way, of two at random.
        case p2c
        /// By the client's address: it stays with its server, whatever becomes of the others.
        case hrw
        /// The one that would have answered first, by its answers so far and its requests under way.
        case leasttime
    }

    /// In the order written; may be empty (503).
    package var servers: [UpstreamServer]
    /// Send the client's `Host` upstream, else the server's own.
    package var passHostHeader = true
    /// Id of the transport that its servers are reached by; nil means the global one.
    package var serversTransport: String?
    package var strategy = Strategy.wrr
    package var sticky: StickyCookie?
    package var healthCheck: HealthCheck?
    package var passiveHealthCheck: PassiveHealthCheck?
    /// How long bytes of a response may wait, as Traefik's `responseForwarding.flushInterval` has it; usher passes them on
    /// at once whatever it says. Negative values are -1 ns.
    package var flushInterval: Duration = .milliseconds(100)

    package init(servers: [UpstreamServer]) { self.servers = servers }
}

/// One server of a service.
package struct UpstreamServer: Sendable, Equatable {
    package var url: UpstreamURL
    /// The URL as written: what the server is called in cookies and figures.
    package var address: String
    /// Share of the requests among its siblings; 0 gets none. Never negative.
    package var weight = 1
    /// What stands in front of every request's path: the URL's own path, without a slash at its end. Empty, unless
    /// `preservePath` is set.
    package var basePath = ""

    package init(url: UpstreamURL, address: String? = nil) {
        self.url = url
        self.address = address ?? url.description
    }
}

/// `http[s]://host[:port]`: where an upstream listens.
package struct UpstreamURL: Sendable, Hashable, CustomStringConvertible {
    package enum Scheme: String, Sendable, CaseIterable {
        case http, https
    }

    package var scheme: Scheme
    /// A name in lower case, or an address, without brackets; the path of a unix socket where it begins with a slash, which
    /// no URL of a configured server does.
    package var host: String
    /// Never 0.
    package var port: UInt16

    package init(scheme: Scheme, host: String, port: UInt16) {
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    /// A server that listens on a unix socket.
    package init(socket path: String) { self.init(scheme: .http, host: path, port: 80) }

    /// The path of a unix socket; nil for other servers.
    package var socket: String? { host.hasPrefix("/") ? host : nil }

    /// `host` or `host:port` as a `Host` field has it: without the scheme's own port, IPv6 in brackets.
    package var authority: String {
        if socket != nil { return "localhost" }
        let host = host.contains(":") ? "[\(host)]" : host
        return port == (scheme == .http ? 80 : 443) ? host : "\(host):\(port)"
    }

    package var description: String { socket.map { "unix://\($0)" } ?? "\(scheme)://\(authority)" }
}

/// A cookie that keeps a client with what answered it first: `sticky.cookie`.
package struct StickyCookie: Sendable, Equatable {
    package enum SameSite: String, Sendable, CaseIterable {
        case none, lax, strict
    }

    /// Empty for one made of the service's id.
    package var name = ""
    /// Nil: over TLS.
    package var isSecure: Bool?
    /// Nil: yes.
    package var isHTTPOnly: Bool?
    /// Nil: lax.
    package var sameSite: SameSite?
    /// Seconds until the client forgets it; 0 for its session, negative for at once.
    package var maxAge = 0
    package var path = "/"
    /// Empty for the host alone.
    package var domain = ""

    package init() {}
}
