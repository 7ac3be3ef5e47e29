package import Configuration
package import Routing

/// What the data plane decides from, deeply immutable; a reload makes another one.
package final class Snapshot: Sendable {
    /// What a matched route leads to.
    package enum Target: Sendable, Equatable {
        /// The router at this place of `routers`.
        case router(Int)
        /// usher's own health answer, with its status while usher is shutting down.
        case ping(terminating: Int)
    }

    package let plan: RoutingPlan<Target>
    package let routers: [Router]
    /// Names, in the order of the configuration.
    package let entryPoints: [String]
    package let dynamic: DynamicConfiguration

    /// Plans the routes of a dynamic configuration; its problems are added to those of `loaded`.
    package init(_ loaded: Loaded<DynamicConfiguration>, for fixed: StaticConfiguration) {
        dynamic = loaded.model ?? DynamicConfiguration()
        routers = dynamic.routers
        entryPoints = fixed.entryPoints.map(\.name)
        let places = Dictionary(uniqueKeysWithValues: routers.enumerated().map { ($1.name, $0) })
        plan = RoutingPlan(loaded, on: fixed.entryPoints, internalRoutes: Snapshot.internalRoutes(fixed)) {
            .router(places[$0.name]!)
        }
    }

    private static func internalRoutes(_ fixed: StaticConfiguration) -> [String: [Route<Target>]] {
        guard let ping = fixed.ping, !ping.manualRouting else { return [:] }
        let rule = Rule(.matcher(.pathPrefix(Array("/ping".utf8))))
        let target = Target.ping(terminating: ping.terminatingStatusCode)
        return [ping.entryPoint: [Route(name: "ping@internal", rule: rule, priority: .max, target: target)]]
    }
}
