/// How upstreams are reached: `serversTransport`, or one of `http.serversTransports`. Zero durations mean no limit.
package struct ServersTransport: Sendable, Hashable {
    /// Empty for the one that is meant where none is named.
    package var name = ""
    /// The provider it comes from.
    package var provider = ProviderName.file
    /// The name that a server is asked for, and its certificate has to be for; empty means that of its URL.
    package var serverName = ""
    /// Take any certificate for the server's own.
    package var skipsVerification = false
    /// Authorities that servers' certificates have to come from: paths of PEM files, or their text; empty means the
    /// system's.
    package var authorities: [String] = []
    /// Shown to servers that ask who we are.
    package var certificates: [CertificateFiles] = []
    package var limits = TLSLimits()
    /// A URI that the server's certificate has to have among its alternative names; empty for any.
    package var peerURI = ""
    /// Idle connections kept for each server of a service.
    package var maxIdleConnectionsPerHost = 200
    /// Connecting.
    package var dialTimeout: Duration = .seconds(30)
    /// A TLS handshake with an upstream.
    package var handshakeTimeout: Duration = .seconds(10)
    /// From the end of the request to the head of the response.
    package var responseHeaderTimeout: Duration = .zero
    /// Between two bytes of a response's body.
    package var bodyTimeout: Duration = .zero
    /// From the first attempt to the last byte of the response.
    package var totalTimeout: Duration = .zero
    /// How long an idle connection is kept.
    package var idleConnectionTimeout: Duration = .seconds(90)

    package init() {}

    /// One with a name of its own takes nothing from the global one.
    package init(name: String) {
        self.name = name
        maxIdleConnectionsPerHost = Self.fewIdleConnections
    }

    package var id: String { "\(name)@\(provider)" }

    /// What Go keeps where nothing else is said.
    package static let fewIdleConnections = 2
}

/// A server, and the transport that it is reached by.
package struct ServerPlace: Sendable, Hashable {
    package var url: UpstreamURL
    /// Id of the transport; nil means the global one.
    package var transport: String?

    package init(url: UpstreamURL, transport: String? = nil) {
        self.url = url
        self.transport = transport
    }
}
