package import Configuration
package import LinuxIO
package import TLS
package import Transport

/// How upstreams are reached by one transport, and what all loops share for it.
package final class UpstreamSettings: Sendable {
    package let timeouts: ClientTimeouts
    /// Idle connections kept for each server, on each loop.
    package let maximumIdle: Int
    /// Nil when its certificates cannot be had: no server is then spoken to by TLS.
    package let tls: ClientTLS?
    /// The name that servers have to be; empty for that of their URL.
    package let serverName: String
    package let resolver: Resolver

    package init(_ transport: ServersTransport, tls: ClientTLS?, resolver: Resolver) {
        var timeouts = ClientTimeouts()
        timeouts.connect = transport.dialTimeout
        timeouts.handshake = transport.handshakeTimeout
        timeouts.header = transport.responseHeaderTimeout
        timeouts.body = transport.bodyTimeout
        timeouts.total = transport.totalTimeout
        timeouts.idle = transport.idleConnectionTimeout
        self.timeouts = timeouts
        maximumIdle = transport.maxIdleConnectionsPerHost
        serverName = transport.serverName
        self.tls = tls
        self.resolver = resolver
    }
}
