package import Configuration
internal import LinuxIO

/// The turns of one service's members, the same on all loops: what clients get is then in proportion to the weights,
/// however the kernel spreads their connections.
final class SharedTurns: Sendable {
    private let turns: Locked<Interleaving>

    init(count: Int) { turns = Locked(Interleaving(count: count)) }

    /// The place whose turn it is; nil when no place with a weight is eligible. Both closures only look.
    func next(weight: (Int) -> Int, isEligible: (Int) -> Bool) -> Int? {
        turns.withLock { $0.next(weight: weight, isEligible: isEligible) }
    }
}

/// The turns of all services of a configuration; looked up when services are made, never by a request.
package struct ServiceTurns: Sendable {
    private let turns: [String: SharedTurns]

    package init(_ services: [Service]) {
        let pairs = services.map { ($0.id, SharedTurns(count: $0.memberCount)) }
        turns = Dictionary(pairs) { first, _ in first }
    }

    /// - Parameter id: of a service of the configuration.
    func of(_ id: String) -> SharedTurns { turns[id]! }
}

extension Service {
    /// How many members may get requests: servers, or other services.
    fileprivate var memberCount: Int {
        switch kind {
        case .loadBalancer(let balancer): balancer.sharingServers.count
        case .weighted(let weighted), .highestRandomWeight(let weighted): weighted.sharingMembers.count
        case .mirroring, .failover: 0
        }
    }
}

extension LoadBalancer {
    /// Those that get any requests.
    var sharingServers: [UpstreamServer] { servers.filter { $0.weight > 0 } }
}

extension WeightedServices {
    /// Those that get any requests.
    var sharingMembers: [Member] { members.filter { $0.weight > 0 } }
}
