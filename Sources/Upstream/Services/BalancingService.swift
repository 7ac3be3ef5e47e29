internal import Configuration
internal import LinuxIO

/// `loadBalancer`: servers that share requests.
final class BalancingService: LoopService {
    private let strategy: LoadBalancer.Strategy
    private let servers: [BalancedServer]
    private let cookie: ServiceCookie?
    private let turns: SharedTurns
    private var random = QuickRandom()

    init(
        _ balancer: LoadBalancer, id: String, turns: SharedTurns, upstreams: LoopUpstreams, health: HealthBoard
    ) {
        strategy = balancer.strategy
        servers = balancer.sharingServers.map { server in
            BalancedServer(
                server, of: balancer, pool: upstreams.pool(for: server.url, by: balancer.serversTransport),
                health: health.health(of: server.address, in: id))
        }
        cookie = balancer.sticky.map { ServiceCookie($0, service: id) }
        self.turns = turns
        super.init(id: id)
    }

    override var needsRequest: Bool { cookie != nil || strategy == .hrw }

    override var isAvailable: Bool { servers.contains { $0.isUp } }

    override func pick(_ request: PickRequest?) -> BalancedServer? {
        guard let cookie, let request else { return pickAnew(request) }
        if let value = request.value(of: cookie),
            let known = servers.first(where: { $0.cookieValue == value || $0.oldCookieValue == value }), known.isUp
        {
            if known.cookieValue != value { request.set(cookie, to: known.cookieValue) }
            return known
        }
        let server = pickAnew(request)
        if let server { request.set(cookie, to: server.cookieValue) }
        return server
    }

    private func pickAnew(_ request: PickRequest?) -> BalancedServer? {
        if servers.count <= 1 { return servers.first.flatMap { $0.isUp ? $0 : nil } }
        switch strategy {
        case .wrr: return pickInTurn()
        case .p2c: return pickOfTwo()
        case .hrw: return pickByAddress(request?.client) ?? pickInTurn()
        case .leasttime: return pickQuickest()
        }
    }

    private func pickInTurn() -> BalancedServer? {
        turns.next(weight: { servers[$0].weight }, isEligible: { servers[$0].isUp }).map { servers[$0] }
    }

    /// Of two at random, the one with fewer requests under way on this loop.
    private func pickOfTwo() -> BalancedServer? {
        var count = 0
        for server in servers where server.isUp { count += 1 }
        guard count > 1 else { return servers.first { $0.isUp } }
        let first = random.below(count)
        let second = (first + 1 + random.below(count - 1)) % count
        let (one, other) = (server(up: first), server(up: second))
        return one.pool.inFlight <= other.pool.inFlight ? one : other
    }

    /// The server of that number among those that are up.
    private func server(up number: Int) -> BalancedServer {
        var left = number
        for server in servers where server.isUp {
            if left == 0 { return server }
            left -= 1
        }
        preconditionFailure("a number beyond the servers that are up")
    }

    private func pickByAddress(_ client: SocketAddress?) -> BalancedServer? {
        guard let client else { return nil }
        return HighestRandomWeight.pick(
            for: client.hostBytes, among: servers.count, seed: { servers[$0].seed }, weight: { servers[$0].weight },
            isEligible: { servers[$0].isUp }
        ).map { servers[$0] }
    }

    /// Where a request would be answered first, by the time that answers take and those under way; ties take turns.
    private func pickQuickest() -> BalancedServer? {
        var least = Double.infinity
        for server in servers where server.isUp { least = min(least, server.expectedTime) }
        return turns.next(
            weight: { servers[$0].weight },
            isEligible: { servers[$0].isUp && servers[$0].expectedTime <= least }
        ).map { servers[$0] }
    }
}

extension BalancedServer {
    /// In no unit that matters: for comparison.
    fileprivate var expectedTime: Double { pool.answerTime * Double(1 + pool.inFlight) / Double(weight) }
}

/// Quick numbers that look random (SplitMix64), for choices that nobody gains by guessing.
struct QuickRandom {
    private var state = UInt64.random(in: .min ... .max)

    /// From 0 to `bound` - 1.
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var number = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        number = (number ^ number >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((number ^ number >> 31) % UInt64(bound))
    }
}
