package import Configuration
package import Routing

/// What the data plane decides from, deeply immutable; a reload makes another one.
package final class Snapshot: Sendable {
    /// What a matched route leads to, at one entry point.
    package struct Target: Sendable, Equatable {
        /// The router's id.
        package var router: String
        /// Ids of middlewares, outermost first: the entry point's, then the router's.
        package var middlewares: [String]
        /// Id of the service.
        package var service: String
    }

    /// The routes of each entry point; they lead to places of `targets`.
    package let plan: RoutingPlan<Int>
    package let targets: [Target]
    /// Names, in the order of the configuration.
    package let entryPoints: [String]
    package let dynamic: DynamicConfiguration

    /// Plans the routes of a dynamic configuration; its problems are added to those of `loaded`.
    package init(_ loaded: Loaded<DynamicConfiguration>, for fixed: StaticConfiguration) {
        let dynamic = loaded.model ?? DynamicConfiguration()
        var targets: [Target] = []
        func place(_ target: Target) -> Int {
            targets.append(target)
            return targets.count - 1
        }
        let own = Snapshot.ownRoutes(fixed).mapValues { routes in
            routes.map { Route(name: $0.target.router, rule: $0.rule, priority: .max, target: place($0.target)) }
        }
        plan = RoutingPlan(loaded, on: fixed.entryPoints, internalRoutes: own) { router, _ in
            place(Target(router: router.id, middlewares: router.middlewares, service: router.service))
        }
        (self.dynamic, self.targets) = (dynamic, targets)
        entryPoints = fixed.entryPoints.map(\.name)
    }

    /// usher's own routes, by entry point.
    private static func ownRoutes(_ fixed: StaticConfiguration) -> [String: [(rule: Rule, target: Target)]] {
        guard let ping = fixed.ping else { return [:] }
        let rule = Rule(.matcher(.pathPrefix(Array("/ping".utf8))))
        let id = InternalService.ping.id
        return [ping.entryPoint: [(rule, Target(router: id, middlewares: [], service: id))]]
    }
}
