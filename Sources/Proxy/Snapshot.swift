package import Configuration
package import Routing
internal import Upstream

/// What the data plane decides from, deeply immutable; a reload makes another one.
package final class Snapshot: Sendable {
    /// What a matched route leads to, at one entry point.
    package struct Target: Sendable, Equatable {
        /// The router's id.
        package var router: String
        /// Ids of middlewares, outermost first: the entry point's, then the router's.
        package var middlewares: [String]
        /// Id of the service; empty where the request goes on to the routers below.
        package var service: String
        /// Where an entry point's redirection leads, before all middlewares.
        package var redirect: RedirectScheme?
        /// Whether the access log tells of its requests.
        package var isLogged = true
        /// The place in `targets` of the router above, whose middlewares stand before these.
        package var outer: Int?
    }

    /// The routes of each entry point; they lead to places of `targets`.
    package let plan: RoutingPlan<Int>
    package let targets: [Target]
    /// The routes below a router, by its place in `targets`.
    package let children: [Int: RouteTable<Int>]
    /// Names, in the order of the configuration.
    package let entryPoints: [String]
    package let dynamic: DynamicConfiguration
    /// Whose turn it is in each service.
    let turns: ServiceTurns
    /// What `/ping` answers while usher is shutting down.
    let terminatingStatus: Int

    /// Plans the routes of a dynamic configuration; its problems are added to those of `loaded`.
    package init(_ loaded: Loaded<DynamicConfiguration>, for fixed: StaticConfiguration) {
        let dynamic = loaded.model ?? DynamicConfiguration()
        var targets: [Target] = []
        func place(_ target: Target) -> Int {
            targets.append(target)
            return targets.count - 1
        }
        let own = Snapshot.ownRoutes(fixed).mapValues { routes in
            routes.map { Route(name: $0.target.router, rule: $0.rule, priority: $0.priority, target: place($0.target)) }
        }
        let all = Snapshot.withRedirections(loaded, fixed)
        plan = RoutingPlan(all, on: fixed.entryPoints, internalRoutes: own) { router, entryPoint, outer in
            place(Target(router, at: entryPoint, below: outer, dynamic))
        }
        (self.dynamic, self.targets, turns) = (dynamic, targets, ServiceTurns(dynamic.services))
        entryPoints = fixed.entryPoints.map(\.name)
        terminatingStatus = fixed.ping?.terminatingStatusCode ?? 503
        children = Snapshot.children(of: plan.entryPoints.values.flatMap { [$0.plain, $0.secure] })
    }

    /// The tables below the routes of some tables, however deep.
    private static func children(of tables: [RouteTable<Int>]) -> [Int: RouteTable<Int>] {
        var result: [Int: RouteTable<Int>] = [:]
        var rest = tables
        while let table = rest.popLast() {
            for route in table.routes {
                guard let children = route.children else { continue }
                result[route.target] = children
                rest.append(children)
            }
        }
        return result
    }

    /// A configuration with a router more for each entry point that points its requests elsewhere.
    private static func withRedirections(
        _ loaded: Loaded<DynamicConfiguration>, _ fixed: StaticConfiguration
    ) -> Loaded<DynamicConfiguration> {
        guard var model = loaded.model else { return loaded }
        for entryPoint in fixed.entryPoints {
            guard let redirection = entryPoint.redirection else { continue }
            var router = Router(
                name: redirection.routerName(at: entryPoint), rule: "HostRegexp(`^.+$`)",
                entryPoints: [entryPoint.name],
                service: InternalService.noop.id, priority: redirection.priority)
            (router.provider, router.logsAccess) = (ProviderName.internal, false)
            model.routers.append(router)
        }
        return Loaded(model: model, options: loaded.options, problems: loaded.problems)
    }

    private typealias OwnRoute = (rule: Rule, priority: Int, target: Target)

    /// usher's own routes, by entry point.
    private static func ownRoutes(_ fixed: StaticConfiguration) -> [String: [OwnRoute]] {
        func route(_ prefix: String, _ service: InternalService, _ priority: Int) -> OwnRoute {
            let target = Target(router: service.id, middlewares: [], service: service.id)
            return (Rule(.matcher(.pathPrefix(Array(prefix.utf8)))), priority, target)
        }
        var routes: [String: [OwnRoute]] = [:]
        if let ping = fixed.ping, !ping.manualRouting {
            routes[ping.entryPoint, default: []].append(route("/ping", .ping, .max))
        }
        if let api = fixed.api, api.insecure {
            routes[EntryPoint.internalName, default: []].append(route(api.apiPath, .api, .max - 1))
            if api.dashboard {
                routes[EntryPoint.internalName, default: []].append(route("/", .dashboard, .max - 2))
            }
        }
        return routes
    }
}

extension Snapshot.Target {
    fileprivate init(
        _ router: Router, at entryPoint: EntryPoint, below outer: Int?, _ dynamic: DynamicConfiguration
    ) {
        self.init(
            router: router.id, middlewares: router.middlewares, service: router.service,
            isLogged: router.logsAccess ?? entryPoint.requests.logsAccess, outer: outer)
        guard router.provider != ProviderName.internal else {
            redirect = entryPoint.redirection?.redirect
            return
        }
        // They stand before those of the router above.
        guard outer == nil else { return }
        // Decoding has found them in order, or left the router out.
        let before = try? MiddlewareChain.dissolve(entryPoint.middlewares, in: ProviderName.file) {
            dynamic.middleware($0)
        }
        middlewares = before! + middlewares
    }
}
