package import LinuxIO

/// A place where clients connect: `entryPoints.NAME`.
package struct EntryPoint: Sendable, Equatable {
    /// Name of the entry point that usher adds on :8080 for its own services when it is wanted and not declared.
    package static let internalName = "traefik"

    package var name: String
    package var address: ListenAddress
    /// Routers that name no entry points join this one, and only those marked so.
    package var asDefault = false
    /// Routers without a `tls` of their own get TLS here (`http.tls` is present).
    package var givesTLS = false
    /// Id of the TLS options of those routers.
    package var tlsOptions = TLSOptions.defaultID
    /// Bytes of a request's head (line and fields) accepted at most; 431 beyond. At least 1024.
    package var maxHeaderBytes = 1_048_576
    /// Names or ids of middlewares that stand before each router's own.
    package var middlewares: [String] = []
    /// Nil where routers are asked at once.
    package var redirection: EntryPointRedirection?
    /// What is done with every request.
    package var requests = RequestPolicy()
    /// Peers that may say with a PROXY header for whom they speak; nobody where `proxyProtocol` is absent.
    package var proxyPeers = AddressSet()
    /// A connection ends with the first response after this time; zero means never.
    package var keepAliveMaxTime: Duration = .zero
    /// Requests on one connection at most; 0 means any number.
    package var keepAliveMaxRequests = 0
    package var timeouts = EntryPointTimeouts()
    /// On SIGTERM: how long new requests are still accepted, while `/ping` already says that usher is going.
    package var requestAcceptGraceTimeout: Duration = .zero
    /// On SIGTERM: how long requests in flight may take to finish.
    package var graceTimeout: Duration = .seconds(10)

    package init(name: String, address: ListenAddress) {
        self.name = name
        self.address = address
    }
}

/// Times a client is given: `transport.respondingTimeouts` of an entry point. Zero means no limit.
package struct EntryPointTimeouts: Sendable, Equatable {
    /// A whole request with its body; unset, only `header` and `body` apply, so that a slow upload may go on.
    package var read: Duration?
    /// From the end of the request to the end of the response.
    package var write: Duration = .zero
    /// An idle keep-alive connection.
    package var idle: Duration = .seconds(180)
    /// A TLS handshake, from the accept.
    package var handshake: Duration = .seconds(10)
    /// From the first byte of a request's head to its last.
    package var header: Duration = .seconds(60)
    /// Between two bytes of a request's body.
    package var body: Duration = .seconds(60)
    /// Between two bytes of a response that the client takes.
    package var send: Duration = .seconds(60)
    /// Without any byte taken after the client closed its side; then its upstream request is cancelled.
    package var halfClosed: Duration = .seconds(30)

    package init() {}
}

/// `[host]:port`: where to listen.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// An IPv4 or IPv6 address without brackets, or a host name; empty means every address, both families.
    package var host: String
    /// 0 lets the kernel choose one.
    package var port: UInt16

    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
