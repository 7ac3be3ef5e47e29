/// Requests that servers have to answer to be asked any more: `healthCheck`.
package struct HealthCheck: Sendable, Equatable {
    /// Path and query of the request.
    package var path = "/"
    /// Nil for that of the server's URL.
    package var scheme: UpstreamURL.Scheme?
    /// Nil for that of the server's URL.
    package var port: UInt16?
    /// What `Host` says; empty for the server's own name.
    package var hostname = ""
    package var method = "GET"
    /// The status of a good answer; nil for 200…399.
    package var status: Int?
    package var fields: [HTTPField] = []
    package var followsRedirects = true
    /// Between two checks of a server that works; more than zero.
    package var interval: Duration = .seconds(30)
    /// Between two checks of one that does not; more than zero.
    package var unhealthyInterval: Duration = .seconds(30)
    /// From the first attempt to the end of the answer's head; more than zero.
    package var timeout: Duration = .seconds(5)

    package init() {}

    /// Where the server of that URL is checked.
    package func url(for server: UpstreamURL) -> UpstreamURL {
        UpstreamURL(scheme: scheme ?? server.scheme, host: server.host, port: port ?? server.port)
    }
}

/// A field of a request that usher makes itself.
package struct HTTPField: Sendable, Equatable {
    /// A token (RFC 9110 §5.1).
    package var name: String
    /// Without control characters.
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Servers that fail real requests are left alone for a while: `passiveHealthCheck`.
package struct PassiveHealthCheck: Sendable, Equatable {
    /// How long failures count, and how long a server is left alone.
    package var failureWindow: Duration = .seconds(10)
    /// So many failures within the window are enough; at least 1.
    package var maxFailedAttempts = 1

    package init() {}
}
