/// Two routes that may want the same request, and that only their names put in an order.
struct RouteTie: Hashable, Sendable {
    /// The one that goes first.
    var first: String
    var second: String
}

extension RouteTable {
    /// Neighbours of equal priority that each route is compared with: all pairs of a large table would take minutes.
    private static var reach: Int { 100 }

    /// Pairs of equal priority whose rules may overlap.
    var ties: [RouteTie] {
        routes.indices.flatMap { index in
            let route = routes[index]
            return routes[(index + 1)...].prefix(Self.reach)
                .prefix { $0.priority == route.priority }
                .filter { $0.rule.expression.mayOverlap(route.rule.expression) }
                .map { RouteTie(first: route.name, second: $0.name) }
        }
    }
}
