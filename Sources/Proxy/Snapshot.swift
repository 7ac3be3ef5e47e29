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
        /// Where an entry point's redirection leads, before all middlewares.
        package var redirect: RedirectScheme?
        /// Whether the access log tells of its requests.
        package var isLogged = true
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
        let all = Snapshot.withRedirections(loaded, fixed)
        plan = RoutingPlan(all, on: fixed.entryPoints, internalRoutes: own) { router, entryPoint in
            place(Target(router, at: entryPoint, dynamic))
        }
        (self.dynamic, self.targets) = (dynamic, targets)
        entryPoints = fixed.entryPoints.map(\.name)
    }

    /// A configuration with a router more for each entry point that points its requests elsewhere.
    private static func withRedirections(
        _ loaded: Loaded<DynamicConfiguration>, _ fixed: StaticConfiguration
    ) -> Loaded<DynamicConfiguration> {
        guard var model = loaded.model else { return loaded }
        for entryPoint in fixed.entryPoints {
            guard let redirection = entryPoint.redirection else { continue }
            var router = Router(
                name: redirection.routerName(at: entryPoint), rule: "Host(`*`)", entryPoints: [entryPoint.name],
                service: InternalService.noop.id, priority: redirection.priority)
            (router.provider, router.logsAccess) = (ProviderName.internal, false)
            model.routers.append(router)
        }
        return Loaded(model: model, options: loaded.options, problems: loaded.problems)
    }

    /// usher's own routes, by entry point.
    private static func ownRoutes(_ fixed: StaticConfiguration) -> [String: [(rule: Rule, target: Target)]] {
        guard let ping = fixed.ping else { return [:] }
        let rule = Rule(.matcher(.pathPrefix(Array("/ping".utf8))))
        let id = InternalService.ping.id
        return [ping.entryPoint: [(rule, Target(router: id, middlewares: [], service: id))]]
    }
}

extension Snapshot.Target {
    fileprivate init(_ router: Router, at entryPoint: EntryPoint, _ dynamic: DynamicConfiguration) {
        self.init(
            router: router.id, middlewares: router.middlewares, service: router.service,
            isLogged: router.logsAccess ?? entryPoint.requests.logsAccess)
        guard router.provider != ProviderName.internal else {
            redirect = entryPoint.redirection?.redirect
            return
        }
        // Decoding has found them in order, or left the router out.
        let before = try? MiddlewareChain.dissolve(entryPoint.middlewares, in: ProviderName.file) {
            dynamic.middleware($0)
        }
        middlewares = before! + middlewares
    }
}

extension EntryPointRedirection {
    /// `web-to-websecure`, as Traefik calls it.
    fileprivate func routerName(at entryPoint: EntryPoint) -> String {
        "\(entryPoint.name)-to-\(target.hasPrefix(":") ? String(target.dropFirst()) : target)"
    }
}
