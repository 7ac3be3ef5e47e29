/// How upstreams are reached: `serversTransport`. Zero durations mean no limit.
package struct ServersTransport: Sendable, Equatable {
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
}
