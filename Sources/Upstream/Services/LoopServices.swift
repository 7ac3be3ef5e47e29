package import Configuration

/// All services of a configuration, on one loop.
package enum LoopServices {
    /// By id. Every child that a service names is among `services`, and none leads back to itself.
    ///
    /// - Parameter turns: those of the configuration, which all loops share.
    package static func make(
        _ services: [Service], upstreams: LoopUpstreams, health: HealthBoard, turns: ServiceTurns
    ) -> [String: LoopService] {
        let settings = Dictionary(services.map { ($0.id, $0) }) { first, _ in first }
        var made: [String: LoopService] = [:]
        func find(_ id: String) -> LoopService {
            if let known = made[id] { return known }
            guard let service = settings[id] else { preconditionFailure("there is no service \(id)") }
            let new = make(service, upstreams, health, turns) { find(qualified($0, in: service.provider)) }
            made[id] = new
            return new
        }
        for service in services { _ = find(service.id) }
        return made
    }

    private static func make(
        _ service: Service, _ upstreams: LoopUpstreams, _ health: HealthBoard, _ turns: ServiceTurns,
        find: (String) -> LoopService
    ) -> LoopService {
        switch service.kind {
        case .loadBalancer(let balancer):
            BalancingService(balancer, id: service.id, upstreams: upstreams, health: health, turns: turns)
        case .weighted(let weighted):
            WeightedService(weighted, id: service.id, isByAddress: false, turns: turns, find: find)
        case .highestRandomWeight(let weighted):
            WeightedService(weighted, id: service.id, isByAddress: true, turns: turns, find: find)
        case .mirroring(let mirroring): MirroringService(mirroring, id: service.id, find: find)
        case .failover(let failover): FailoverService(failover, id: service.id, find: find)
        }
    }
}
