package import Configuration

/// The routes of all entry points.
package struct RoutingPlan<Target: Sendable>: Sendable {
    /// The routes of one entry point. Plain and TLS requests never see each other's.
    package struct Tables: Sendable {
        package var plain = RouteTable<Target>()
        package var secure = RouteTable<Target>()
        /// What TLS connections have to have agreed to.
        package var tlsOptions = HostOptions()
    }

    /// By the entry point's name; there is one for each.
    package let entryPoints: [String: Tables]
    /// Rules that cannot be parsed, whose routers are left out; hosts that no request has; and routers whose order only
    /// their names decide.
    package let problems: [ConfigProblem]

    /// - Parameters:
    ///   - dynamic: the routers, and where their rules were written.
    ///   - internalRoutes: usher's own, by entry point; they are on both its sides.
    ///   - target: what a router leads to at an entry point, and where it is below another router, behind what that one
    ///     leads to; called for each way to a router whose rule is good.
    package init(
        _ dynamic: Loaded<DynamicConfiguration>, on entryPoints: [EntryPoint],
        internalRoutes: [String: [Route<Target>]] = [:], target: (Router, EntryPoint, Target?) -> Target
    ) {
        let sources = dynamic.sources
        let forest = RouterForest(dynamic.model?.routers ?? [], sources)
        var plain = internalRoutes
        var secure = internalRoutes
        var problems = forest.problems
        let demanding = Set((dynamic.model?.tls.options ?? []).filter(\.clientAuthentication.restricts).map(\.id))
        var claims: [String: HostClaims] = [:]
        for entryPoint in entryPoints {
            var claimed = HostClaims(demanding: demanding)
            let roots = forest.roots(at: entryPoint)
            for router in roots where router.tls != nil || entryPoint.givesTLS {
                if let rule = forest.rule(of: router) { claimed.hear(router, rule, at: entryPoint) }
            }
            for router in roots {
                guard let rule = forest.rule(of: router) else { continue }
                let isSecure = router.tls != nil || entryPoint.givesTLS
                if isSecure, !claimed.admit(router, rule, at: entryPoint, sources, &problems) { continue }
                guard let route = forest.route(to: router, { target($0, entryPoint, $1) }) else { continue }
                if isSecure {
                    secure[entryPoint.name, default: []].append(route)
                } else {
                    plain[entryPoint.name, default: []].append(route)
                }
            }
            claims[entryPoint.name] = claimed
        }
        var tables: [String: Tables] = [:]
        for name in entryPoints.map(\.name) {
            tables[name] = Tables(
                plain: RouteTable(plain[name] ?? []), secure: RouteTable(secure[name] ?? []),
                tlsOptions: HostOptions(claims[name]!))
        }
        problems += claims.values.flatMap(\.contests).warnings(sources)
        self.entryPoints = tables
        self.problems = problems + tieWarnings(tables.values.flatMap { [$0.plain.ties, $0.secure.ties] }, sources)
    }
}

/// One warning for each pair, however many tables it meets in, ordered by name; those beyond a hundred are counted.
private func tieWarnings(_ ties: [[RouteTie]], _ sources: OptionSources) -> [ConfigProblem] {
    let limit = 100
    let pairs = Set(ties.joined()).sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    var warnings = pairs.prefix(limit).map { tie in
        let path = "http.routers.\(tie.second).rule"
        return ConfigProblem(
            .warning, at: sources[path], keyPath: path,
            message: "the routers \"\(tie.first)\" and \"\(tie.second)\" may want the same requests and have the same "
                + "priority; \"\(tie.first)\" goes first by its name, a `priority` would decide")
    }
    if pairs.count > limit {
        warnings.append(
            ConfigProblem(
                .warning, at: sources["http.routers.\(pairs[limit].second).rule"], keyPath: "http.routers",
                message:
                    "\(pairs.count - limit) or more further pairs of routers may want the same requests and have the "
                    + "same priority"))
    }
    return warnings
}
