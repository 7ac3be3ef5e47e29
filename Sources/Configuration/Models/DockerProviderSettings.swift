/// `providers.docker`: containers of a Docker engine, and what their labels say.
package struct DockerProviderSettings: Sendable, Equatable {
    /// Where the engine listens: a unix socket, or `tcp://`.
    package var endpoint = UpstreamURL(socket: "/var/run/docker.sock")
    /// Whether containers are used that do not say so by `traefik.enable`; nil, where nothing is said: those with at least
    /// one label of Traefik's or usher's.
    package var exposedByDefault: Bool?
    /// The rule of routers that have none; a template.
    package var defaultRule = "Host(`{{ normalize .Name }}`)"
    /// The network whose addresses are used; empty for any.
    package var network = ""
    /// What the labels of a container have to be for it to be used; nil for whatever they are.
    package var constraints: LabelConstraint?
    /// Whether changes are applied as they come.
    package var watch = true
    /// Ask the host's address that a port is published at, where that is a certain one.
    package var useBindPortIP = false
    /// Whether a service without a healthy container stays, without servers.
    package var allowEmptyServices = false
    /// The engine answers in this time; zero means usher's own limit, a minute.
    package var httpClientTimeout: Duration = .zero
    /// For `Authorization: Basic`; empty for none.
    package var username = ""
    package var password = ""
    /// How the engine is reached.
    package var transport = DockerProviderSettings.transport

    package init() {}

    private static var transport: ServersTransport {
        var transport = ServersTransport(name: ProviderName.docker)
        transport.provider = ProviderName.internal
        // Requests have times of their own.
        transport.maxIdleConnectionsPerHost = 8
        return transport
    }
}
