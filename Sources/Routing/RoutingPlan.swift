package import Configuration

/// The routes of all entry points.
package struct RoutingPlan<Target: Sendable>: Sendable {
    /// The routes of one entry point. Plain and TLS requests never see each other's.
    package struct Tables: Sendable {
        package var plain = RouteTable<Target>()
        package var secure = RouteTable<Target>()
    }

    /// By the entry point's name; there is one for each.
    package let entryPoints: [String: Tables]
    /// Rules that cannot be parsed, whose routers are left out; and routers whose order only their names decide.
    package let problems: [ConfigProblem]

    /// - Parameters:
    ///   - dynamic: the routers, and where their rules were written.
    ///   - internalRoutes: usher's own, by entry point; they are on both its sides.
    ///   - target: what a router leads to at an entry point; called for each whose rule is good.
    package init(
        _ dynamic: Loaded<DynamicConfiguration>, on entryPoints: [EntryPoint],
        internalRoutes: [String: [Route<Target>]] = [:], target: (Router, EntryPoint) -> Target
    ) {
        var problems: [ConfigProblem] = []
        var plain = internalRoutes
        var secure = internalRoutes
        for router in dynamic.model?.routers ?? [] {
            let source = dynamic.source(of: router.rulePath)
            guard let rule = Self.rule(of: router, at: source, &problems) else { continue }
            let priority = router.priority ?? router.rule.utf8.count
            for entryPoint in entryPoints where router.entryPoints.contains(entryPoint.name) {
                let route = Route(
                    name: router.name, rule: rule, priority: priority, target: target(router, entryPoint))
                if router.tls != nil || entryPoint.givesTLS {
                    secure[entryPoint.name, default: []].append(route)
                } else {
                    plain[entryPoint.name, default: []].append(route)
                }
            }
        }
        var tables: [String: Tables] = [:]
        for name in entryPoints.map(\.name) {
            tables[name] = Tables(plain: RouteTable(plain[name] ?? []), secure: RouteTable(secure[name] ?? []))
        }
        self.entryPoints = tables
        self.problems = problems + tieWarnings(tables.values.flatMap { [$0.plain.ties, $0.secure.ties] }, dynamic)
    }

    private static func rule(
        of router: Router, at source: ConfigSource, _ problems: inout [ConfigProblem]
    ) -> Rule? {
        do throws(RuleError) {
            return try Rule(parsing: router.rule)
        } catch {
            problems.append(
                ConfigProblem(
                    .error, at: source, keyPath: router.rulePath, value: router.rule,
                    message: "at character \(error.offset + 1): \(error.message)", suggestion: error.suggestion))
            return nil
        }
    }
}

/// One warning for each pair, however many tables it meets in; ordered by name.
private func tieWarnings(_ ties: [[RouteTie]], _ dynamic: Loaded<DynamicConfiguration>) -> [ConfigProblem] {
    Set(ties.joined()).sorted { ($0.first, $0.second) < ($1.first, $1.second) }.map { tie in
        let path = "http.routers.\(tie.second).rule"
        return ConfigProblem(
            .warning, at: dynamic.source(of: path), keyPath: path,
            message: "the routers \"\(tie.first)\" and \"\(tie.second)\" may want the same requests and have the same "
                + "priority; \"\(tie.first)\" goes first by its name, a `priority` would decide")
    }
}
