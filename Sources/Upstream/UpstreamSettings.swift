package import Configuration
package import LinuxIO
package import TLS
package import Transport

/// How upstreams are reached, and what all loops share for it.
package final class UpstreamSettings: Sendable {
    package let timeouts: ClientTimeouts
    /// Idle connections kept for each server, on each loop.
    package let maximumIdle: Int
    package let tls: ClientTLS
    package let resolver: Resolver

    /// - Throws: `TLSError` when the system's authorities cannot be loaded.
    package init(_ transport: ServersTransport, resolver: Resolver) throws(TLSError) {
        var timeouts = ClientTimeouts()
        timeouts.connect = transport.dialTimeout
        timeouts.handshake = transport.handshakeTimeout
        timeouts.header = transport.responseHeaderTimeout
        timeouts.body = transport.bodyTimeout
        timeouts.total = transport.totalTimeout
        timeouts.idle = transport.idleConnectionTimeout
        self.timeouts = timeouts
        maximumIdle = transport.maxIdleConnectionsPerHost
        tls = try ClientTLS(trust: .system)
        self.resolver = resolver
    }
}
