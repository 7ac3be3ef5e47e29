/// A container as the engine tells of it.
package struct Container: Sendable, Equatable {
    /// A port that others may reach.
    package struct Port: Sendable, Hashable {
        /// In the container.
        package var number: Int
        /// On the host, where the port is published at a certain address of it.
        package var binding: Binding?

        package init(number: Int, binding: Binding? = nil) { (self.number, self.binding) = (number, binding) }
    }

    package struct Binding: Sendable, Hashable {
        package var host: String
        package var port: Int

        package init(host: String, port: Int) { (self.host, self.port) = (host, port) }
    }

    package var id: String
    /// Without a slash.
    package var name: String
    package var labels: [String: String] = [:]
    package var isRunning = true
    /// `healthy`, `starting` or `unhealthy`; empty where nobody checks.
    package var health = ""
    /// A network's name, `host`, `none`, or `container:ID`.
    package var networkMode = ""
    /// By the network's name: its address there, IPv4 where it has one. Only networks with an address.
    package var networks: [String: String] = [:]
    /// TCP ports, ascending.
    package var ports: [Port] = []

    package init(id: String, name: String) { (self.id, self.name) = (id, name) }

    /// Whether it may be sent requests.
    package var isServing: Bool { isRunning && (health.isEmpty || health == "healthy") }

    /// The compose project that it belongs to.
    package var project: String? { labels["com.docker.compose.project"] }

    /// What it is called where its labels give no name: `SERVICE_PROJECT` of compose, or its own name.
    package var givenName: String {
        guard let project, let service = labels["com.docker.compose.service"] else { return name }
        return "\(service)_\(project)"
    }
}
