/// Services that stand for others: every one of those has to be in order, and none may lead back to itself.
struct ServiceTree {
    private(set) var services: Objects<Service>
    private let sections: [String: Section]

    /// Takes out, with a complaint about each, all services whose children are not in order.
    init(_ named: [(name: String, section: Section)], transports: Objects<ServersTransport>) {
        services = Objects(named, kind: "service") { Service(name: $0, $1, transports: transports) }
        sections = Dictionary(named.map { ($0.name, $0.section) }) { first, _ in first }
        checkHealth()
        dropRecursive()
        var dropped: Int
        repeat {
            dropped = 0
            for service in services.sorted where !hasAllChildren(service) {
                services.drop(service.name)
                dropped += 1
            }
        } while dropped > 0
    }

    private func hasAllChildren(_ service: Service) -> Bool {
        guard let section = sections[service.name] else { return false }
        return service.children.allSatisfy { services.resolve($0, section, option: service.kind.name) != nil }
    }

    // MARK: Recursion

    private mutating func dropRecursive() {
        // All are found before one is taken out: each names itself, and not the other.
        let recursive = services.sorted.filter { leads(from: $0, to: $0) }
        for service in recursive {
            complain(service, "the service \"\(service.id)\" leads back to itself")
            services.drop(service.name)
        }
    }

    private func leads(from service: Service, to goal: Service) -> Bool {
        var seen: Set<String> = []
        var open = service.children.map { qualified($0, in: service.provider) }
        while let id = open.popLast() {
            if id == goal.id { return true }
            guard seen.insert(id).inserted, let next = services.object(id) else { continue }
            open += next.children.map { qualified($0, in: next.provider) }
        }
        return false
    }

    // MARK: Health

    /// A service that looks at the health of its children can only do so where they know of it.
    private mutating func checkHealth() {
        for service in services.sorted {
            if case .failover(let failover) = service.kind, failover.errors == nil, !knowsHealth(failover, of: service)
            {
                complain(
                    service,
                    "its service \"\(failover.service)\" has no `healthCheck`, and there are no `errors`, or there is no "
                        + "reason for its fallback")
                services.drop(service.name)
                continue
            }
            guard let unaware = unawareChild(of: service) else { continue }
            complain(service, "it has a `healthCheck`, and its service \"\(unaware)\" has none")
            services.drop(service.name)
        }
    }

    /// Whether the service that the fallback is for can be found out to be down; one that is not there is another fault.
    private func knowsHealth(_ failover: Failover, of service: Service) -> Bool {
        services.object(qualified(failover.service, in: service.provider))?.knowsHealth ?? true
    }

    private func unawareChild(of service: Service) -> String? {
        guard service.loadBalancer == nil, service.knowsHealth else { return nil }
        let children =
            switch service.kind {
            case .mirroring(let mirroring): [mirroring.service]
            default: service.children
            }
        return children.first { services.object(qualified($0, in: service.provider))?.knowsHealth == false }
    }

    private func complain(_ service: Service, _ message: String) {
        guard let section = sections[service.name] else { return }
        section.complain(service.kind.name, section.take(service.kind.name), message)
    }
}

extension Service.Kind {
    /// As in the configuration.
    package var name: String {
        switch self {
        case .loadBalancer: "loadBalancer"
        case .weighted: "weighted"
        case .highestRandomWeight: "highestRandomWeight"
        case .mirroring: "mirroring"
        case .failover: "failover"
        }
    }
}
