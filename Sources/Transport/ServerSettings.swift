package import HTTP
package import LinuxIO
package import TLS

/// How a kind of connection is served; never changes, a reload makes another one.
package final class ServerSettings: Sendable {
    /// Times a client is given; zero means no limit.
    package struct Timeouts: Sendable, Equatable {
        /// A whole request with its body; nil: only `header` and `body` apply.
        package var read: Duration?
        /// From the end of a request's head to the end of its response.
        package var write: Duration = .zero
        package var idle: Duration = .seconds(180)
        package var handshake: Duration = .seconds(10)
        /// From the first byte of a head to its last.
        package var header: Duration = .seconds(60)
        /// Between two bytes of a request's body.
        package var body: Duration = .seconds(60)
        /// Between two bytes that the client takes.
        package var send: Duration = .seconds(60)
        /// Without a byte taken after the client closed its side.
        package var halfClosed: Duration = .seconds(30)
        /// From the accept; the first response after it is the connection's last one.
        package var keepAlive: Duration = .zero

        package init() {}
    }

    package let limits: HeadLimits
    package let timeouts: Timeouts
    /// Requests on one connection at most; 0 means any number.
    package let keepAliveRequests: Int
    /// Peers that may begin with a PROXY header.
    package let proxyPeers: AddressSet
    /// Nil on plaintext.
    package let tls: ServerTLS?
    /// Whether a connection ends before either side wants it to.
    let limitsKeepAlive: Bool

    package init(
        limits: HeadLimits = HeadLimits(), timeouts: Timeouts = Timeouts(), keepAliveRequests: Int = 0,
        proxyPeers: AddressSet = AddressSet(), tls: ServerTLS? = nil
    ) {
        (self.limits, self.timeouts, self.tls) = (limits, timeouts, tls)
        (self.keepAliveRequests, self.proxyPeers) = (keepAliveRequests, proxyPeers)
        limitsKeepAlive = keepAliveRequests > 0 || timeouts.keepAlive > .zero
    }
}
