internal import LinuxIO

/// One router's rule and what it leads to.
package struct Route<Target: Sendable>: Sendable {
    /// The router's name; decides between equal priorities.
    package var name: String
    package var rule: Rule
    /// Higher goes first.
    package var priority: Int
    package var target: Target
    /// The routes of the routers below this one, which its requests are for; nil where it has a service.
    package var children: RouteTable<Target>?

    package init(
        name: String, rule: Rule, priority: Int, target: Target, children: RouteTable<Target>? = nil
    ) {
        self.name = name
        self.rule = rule
        self.priority = priority
        self.target = target
        self.children = children
    }
}

/// All routes of one kind of listener, immutable, indexed by host so that their number hardly matters.
///
/// A class, because a table is looked at with every request: copying a struct of many arrays costs a retain for each.
package final class RouteTable<Target: Sendable>: Sendable {
    /// In the order they are tried: by priority, then by name.
    package let routes: [Route<Target>]
    private let matcher: RouteMatcher

    package init(_ routes: [Route<Target>] = []) {
        self.routes = routes.sorted { left, right in
            left.priority != right.priority
                ? left.priority > right.priority : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        matcher = RouteMatcher(self.routes.map(\.rule))
    }

    /// Position in `routes` of the one that answers the request; nil when none does. Allocates nothing.
    package func match(_ request: RouteRequest) -> Int? { matcher.match(request) }

    /// Whether the outcome depends on `RouteRequest.peer`.
    package var asksForPeer: Bool { matcher.asksForPeer }

    /// Whether the outcome depends on what a proxy says of a client, in `X-Forwarded-Proto` and the like.
    package var asksForForwarded: Bool { matcher.asksForForwarded }
}

/// The part of a route table that does not depend on what routes lead to; routes are known by rank, the best is 0.
struct RouteMatcher: Sendable {
    private var program = RuleProgram()
    /// Where each route's code begins.
    private var entries: [RuleProgram.Label] = []
    private let hosts: HostTable
    private let parents: HostTable
    /// Ranks of the routes that any host may reach.
    private var unbounded: [Int32] = []
    let asksForPeer: Bool
    let asksForForwarded: Bool

    init(_ rules: [Rule]) {
        var hosts: [[UInt8]: [Int32]] = [:]
        var parents: [[UInt8]: [Int32]] = [:]
        for (position, rule) in rules.enumerated() {
            let rank = Int32(position)
            entries.append(program.add(rule))
            guard let bounds = rule.expression.hostBounds else {
                unbounded.append(rank)
                continue
            }
            for bound in bounds {
                switch bound {
                case .exact(let name): hosts[name, default: []].append(rank)
                case .below(let name): parents[name, default: []].append(rank)
                }
            }
        }
        self.hosts = HostTable(hosts)
        self.parents = HostTable(parents)
        (asksForPeer, asksForForwarded) = (program.asksForPeer, program.asksForForwarded)
    }

    func match(_ request: RouteRequest) -> Int? {
        withExtendedLifetime(request) {
            match(unsafe RequestBytes(host: request.host.readable, path: request.path.readable), request)
        }
    }

    /// Walks three ascending lists of ranks at once: the routes for this host, for its parent, and for any.
    private func match(_ bytes: borrowing RequestBytes, _ request: RouteRequest) -> Int? {
        var exact = unsafe hosts.find(bytes.host)
        var below = unsafe bytes.parent.isEmpty ? 0..<0 : parents.find(bytes.parent)
        var any = 0..<unbounded.count
        while true {
            let first = exact.isEmpty ? Int32.max : hosts.ranks[exact.lowerBound]
            let second = below.isEmpty ? Int32.max : parents.ranks[below.lowerBound]
            let third = any.isEmpty ? Int32.max : unbounded[any.lowerBound]
            let rank = min(first, second, third)
            guard rank < .max else { return nil }
            if program.accepts(bytes, request, from: entries[Int(rank)]) { return Int(rank) }
            if first == rank { exact = (exact.lowerBound + 1)..<exact.upperBound }
            if second == rank { below = (below.lowerBound + 1)..<below.upperBound }
            if third == rank { any = (any.lowerBound + 1)..<any.upperBound }
        }
    }
}
