package import Configuration

/// All services of a configuration, on one loop.
package enum LoopServices {
    /// By id. Every child that a service names is among `services`, and none leads back to itself.
    ///
    /// - Parameter turns: those of the same services, for all loops.
    package static func make(
        _ services: [Service], turns: ServiceTurns, upstreams: LoopUpstreams, health: HealthBoard
    ) -> [String: LoopService] {
        let settings = Dictionary(services.map { ($0.id, $0) }) { first, _ in first }
        var made: [String: LoopService] = [:]
        func find(_ id: String) -> LoopService {
            if let known = made[id] { return known }
            guard let service = settings[id] else { preconditionFailure("there is no service \(id)") }
            let new = make(service, turns.of(id), upstreams, health) { find(qualified($0, in: service.provider)) }
            made[id] = new
            return new
        }
        for service in services { _ = find(service.id) }
        return made
    }

    private static func make(
        _ service: Service, _ turns: SharedTurns, _ upstreams: LoopUpstreams, _ health: HealthBoard,
        find: (String) -> LoopService
    ) -> LoopService {
        switch service.kind {
        case .loadBalancer(let balancer):
            BalancingService(balancer, id: service.id, turns: turns, upstreams: upstreams, health: health)
        case .weighted(let weighted):
            WeightedService(weighted, id: service.id, turns: turns, isByAddress: false, find: find)
        case .highestRandomWeight(let weighted):
            WeightedService(weighted, id: service.id, turns: turns, isByAddress: true, find: find)
        case .mirroring(let mirroring): MirroringService(mirroring, id: service.id, find: find)
        case .failover(let failover): FailoverService(failover, id: service.id, find: find)
        }
    }
}
