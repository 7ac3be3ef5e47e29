/// Two routes that may want the same request, and that only their names put in an order.
struct RouteTie: Hashable, Sendable {
    /// The one that goes first.
    var first: String
    var second: String
}

extension RouteTable {
    /// Pairs of equal priority whose rules may overlap, also among the routes below others. Of one route at most ten,
    /// looked for among a hundred others.
    var ties: [RouteTie] {
        var result: [RouteTie] = []
        var start = 0
        while start < routes.count {
            let end = routes[start...].firstIndex { $0.priority != routes[start].priority } ?? routes.count
            if end - start > 1 { result += ties(among: routes[start..<end]) }
            start = end
        }
        return result + routes.flatMap { $0.children?.ties ?? [] }
    }

    /// Looks only at pairs that may have a host in common: all pairs of a large table would take minutes.
    private func ties(among routes: ArraySlice<Route<Target>>) -> [RouteTie] {
        var result: [RouteTie] = []
        var hosts = RoutesByHost()
        var seen: [RequestBounds] = []
        for (place, route) in routes.enumerated() {
            let bounds = route.rule.expression.requestBounds
            let others = hosts.candidates(for: bounds.hosts).suffix(100).lazy.filter { seen[$0].mayOverlap(bounds) }
            for other in others.prefix(10) {
                result.append(RouteTie(first: routes[routes.startIndex + other].name, second: route.name))
            }
            hosts.add(place, bounds.hosts)
            seen.append(bounds)
        }
        return result
    }
}

/// Places of routes by the hosts they are bound to.
private struct RoutesByHost {
    /// Hosts that two routes may have in common are in one of these sets together.
    private enum Key: Hashable {
        case exact([UInt8])
        /// Names right below a parent, one by one.
        case exactBelow([UInt8])
        case below([UInt8])
    }

    private var places: [Key: [Int]] = [:]
    private var unbounded: [Int] = []
    private var count = 0

    mutating func add(_ place: Int, _ bounds: Set<HostBound>?) {
        count = place + 1
        guard let bounds else { return unbounded.append(place) }
        for bound in bounds {
            switch bound {
            case .exact(let name):
                places[.exact(name), default: []].append(place)
                if let parent = parentName(name) { places[.exactBelow(parent), default: []].append(place) }
            case .below(let parent): places[.below(parent), default: []].append(place)
            }
        }
    }

    /// Routes added so far that may have a host in common with these; ascending, each once.
    func candidates(for bounds: Set<HostBound>?) -> [Int] {
        guard let bounds else { return Array(max(0, count - 100)..<count) }
        var found = Set(unbounded)
        for bound in bounds {
            switch bound {
            case .exact(let name):
                found.formUnion(places[.exact(name)] ?? [])
                if let parent = parentName(name) { found.formUnion(places[.below(parent)] ?? []) }
            case .below(let parent):
                found.formUnion(places[.below(parent)] ?? [])
                found.formUnion(places[.exactBelow(parent)] ?? [])
            }
        }
        return found.sorted()
    }
}
