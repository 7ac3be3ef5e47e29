internal import Configuration
package import MediaCache
internal import Routing
package import Upstream

/// A snapshot as one loop uses it: the same tables, and services and caches of the loop's own.
package final class LoopRoutes {
    let snapshot: Snapshot
    /// As `Snapshot.routers`.
    let targets: [RouteTarget]
    /// In the order of the configuration's entry points.
    let tables: [RoutingPlan<Snapshot.Target>.Tables]

    package init(_ snapshot: Snapshot, upstreams: LoopUpstreams, caches: [String: LoopCache]) {
        self.snapshot = snapshot
        tables = snapshot.entryPoints.map { snapshot.plan.entryPoints[$0]! }
        let services = Dictionary(
            uniqueKeysWithValues: snapshot.dynamic.services.map { ($0.name, LoopService($0, upstreams: upstreams)) })
        targets = snapshot.routers.map { router in
            RouteTarget(
                name: router.name, service: services[router.service]!,
                media: LoopRoutes.media(of: router, in: snapshot, caches))
        }
    }

    /// The first cache among a router's middlewares.
    private static func media(
        of router: Router, in snapshot: Snapshot, _ caches: [String: LoopCache]
    ) -> RouteTarget.Media? {
        for name in router.middlewares {
            guard case .cache(let policy) = snapshot.dynamic.middleware(named: name)?.kind,
                let store = policy.store, let cache = caches[store]
            else { continue }
            return (cache, policy)
        }
        return nil
    }
}

/// What a router leads to, on one loop.
final class RouteTarget {
    typealias Media = (cache: LoopCache, policy: CachePolicy)
    let name: String
    let service: LoopService
    /// Nil where requests go straight through.
    let media: Media?

    init(name: String, service: LoopService, media: Media?) {
        (self.name, self.service, self.media) = (name, service, media)
    }
}
