package import Configuration
package import LinuxIO

/// What is known of the health of all servers that are watched; shared by loops and control plane.
///
/// Looked at when routes are made, never by a request.
package final class HealthBoard: Sendable {
    /// A server is named by its service's id and its URL as written.
    struct Place: Hashable, Sendable {
        let service: String
        let address: String
    }

    private let entries = Locked<[Place: ServerHealth]>([:])
    private let log: HealthLog

    package init(_ log: HealthLog) { self.log = log }

    /// Watches the servers of a configuration; to be called before loops adopt it. What is known of a server stays where
    /// neither it nor its checks changed.
    package func adopt(_ services: [Service]) {
        let known = entries.withLock { $0 }
        var next: [Place: ServerHealth] = [:]
        for service in services {
            guard let balancer = service.loadBalancer else { continue }
            if balancer.healthCheck == nil, balancer.passiveHealthCheck == nil { continue }
            for server in balancer.servers {
                let watch = ServerHealth.Watch(
                    server: server, active: balancer.healthCheck, passive: balancer.passiveHealthCheck,
                    transport: balancer.serversTransport)
                let place = Place(service: service.id, address: server.address)
                if let old = known[place], old.watch == watch {
                    next[place] = old
                } else {
                    next[place] = ServerHealth(watch, log)
                }
            }
        }
        let made = next
        entries.withLock { $0 = made }
    }

    /// Nil where nobody watches the server.
    func health(of address: String, in service: String) -> ServerHealth? {
        entries.withLock { $0[Place(service: service, address: address)] }
    }

    /// All that have active checks.
    var checked: [ServerHealth] { entries.withLock { $0.values.filter { $0.watch.active != nil } } }

    /// `UP` or `DOWN` for each server of a service, by its URL as written.
    package func serverStatus(of service: Service, at now: MonotonicTime = .now) -> [String: String] {
        var result: [String: String] = [:]
        for server in service.servers {
            let isUp = health(of: server.address, in: service.id)?.isUp(at: now) ?? true
            result[server.address] = isUp ? "UP" : "DOWN"
        }
        return result
    }
}
