internal import Configuration
package import LinuxIO
package import MediaCache
internal import Routing
package import Upstream

/// A snapshot as one loop uses it: the same tables, and services, middlewares and caches of the loop's own.
package final class LoopRoutes {
    let snapshot: Snapshot
    /// As `Snapshot.targets`.
    let targets: [RouteTarget]
    /// In the order of the configuration's entry points.
    let tables: [RoutingPlan<Int>.Tables]

    package init(
        _ snapshot: Snapshot, upstreams: LoopUpstreams, caches: [String: LoopCache], shared: SharedStates,
        workers: Workers, health: HealthBoard
    ) {
        self.snapshot = snapshot
        tables = snapshot.entryPoints.map { snapshot.plan.entryPoints[$0]! }
        let services = LoopServices.make(
            snapshot.dynamic.services, turns: snapshot.turns, upstreams: upstreams, health: health)
        let middlewares = Dictionary(uniqueKeysWithValues: snapshot.dynamic.middlewares.map { ($0.id, $0) })
        // A router stands behind those above it, and so do its middlewares.
        targets = snapshot.targets.enumerated().reduce(into: []) { targets, entry in
            let (index, target) = entry
            let outer = target.outer.map { targets[$0] }
            let chain = target.middlewares.map { middlewares[$0]! }
            let destination: RouteTarget.Destination =
                if let children = snapshot.children[index] {
                    .routers(children)
                } else if let own = InternalService(id: target.service) {
                    .own(own)
                } else if let service = services[target.service] {
                    .service(service)
                } else {
                    .routers(RouteTable())
                }
            let place = MiddlewarePlace(
                router: target.router, loop: upstreams.loop, upstreams: upstreams, services: services,
                shared: shared, workers: workers)
            let redirect = target.redirect.map { SchemeRedirect($0) }
            targets.append(
                RouteTarget(
                    router: target.router, destination: destination,
                    chain: (outer?.chain ?? []) + (redirect.map { [$0] } ?? [])
                        + chain.compactMap { makeMiddleware($0, at: place) },
                    media: outer?.media ?? media(of: chain, caches), isLogged: target.isLogged))
        }
    }
}

/// The first cache among a router's middlewares: it stands right before the service, wherever it is listed.
private func media(of chain: [Middleware], _ caches: [String: LoopCache]) -> RouteTarget.Media? {
    for middleware in chain {
        guard case .cache(let policy) = middleware.kind, let store = policy.store, let cache = caches[store] else {
            continue
        }
        return (cache, policy)
    }
    return nil
}

/// What a router leads to, on one loop.
final class RouteTarget {
    typealias Media = (cache: LoopCache, policy: CachePolicy)
    enum Destination {
        case service(LoopService)
        /// usher answers itself.
        case own(InternalService)
        /// The routers below this one, to choose from by what the middlewares made of the request.
        case routers(RouteTable<Int>)
    }

    /// The router's id.
    let router: String
    let destination: Destination
    /// Outermost first.
    let chain: [any LoopMiddleware]
    /// Nil where requests go straight through.
    let media: Media?
    /// Whether the access log tells of its requests.
    let isLogged: Bool

    init(
        router: String, destination: Destination, chain: [any LoopMiddleware], media: Media?, isLogged: Bool
    ) {
        (self.router, self.destination, self.chain) = (router, destination, chain)
        (self.media, self.isLogged) = (media, isLogged)
    }

    /// Nil where usher answers itself, and where other routers have services.
    var service: LoopService? {
        switch destination {
        case .service(let service): service
        case .own, .routers: nil
        }
    }

    /// Id of the service; empty where there is none.
    var serviceID: String {
        switch destination {
        case .service(let service): service.id
        case .own(let service): service.id
        case .routers: ""
        }
    }
}
