/// What may change while usher runs: only objects that are valid, and routers all of whose parts are.
///
/// Every object comes from a provider, and its id is `NAME@PROVIDER`; references between objects are ids.
package struct DynamicConfiguration: Sendable, Equatable {
    /// Ordered by name. Every middleware and service they name is in this configuration; the rule is still text.
    package var routers: [Router]
    /// Ordered by name.
    package var services: [Service]
    /// Ordered by name.
    package var middlewares: [Middleware]
    /// Ordered by name; every one that a service names is there.
    package var serversTransports: [ServersTransport]
    package var tls: TLSSettings

    package init(
        routers: [Router] = [], services: [Service] = [], middlewares: [Middleware] = [],
        serversTransports: [ServersTransport] = [], tls: TLSSettings = TLSSettings()
    ) {
        self.routers = routers
        self.services = services
        self.middlewares = middlewares
        self.serversTransports = serversTransports
        self.tls = tls
    }

    /// All transports: those with names, and those that middlewares have for themselves.
    package var transports: [ServersTransport] { serversTransports + middlewares.compactMap(\.transport) }

    /// All servers that services and middlewares ask, and how.
    package var servers: Set<ServerPlace> {
        let asked = middlewares.compactMap { middleware -> ServerPlace? in
            guard case .forwardAuth(let settings) = middleware.kind else { return nil }
            return ServerPlace(url: settings.server, transport: middleware.transport?.id)
        }
        return Set(asked + services.flatMap(\.places))
    }

    /// The service of that id.
    package func service(_ id: String) -> Service? { services.first { $0.id == id } }

    /// The middleware of that id.
    package func middleware(_ id: String) -> Middleware? { middlewares.first { $0.id == id } }
}
