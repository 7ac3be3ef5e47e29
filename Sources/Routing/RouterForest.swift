internal import Configuration

/// Routers as trees: most are a tree of their own, others stand below those that their `parentRefs` name.
struct RouterForest {
    private let routers: [Router]
    /// By the parent's id; ordered as the configuration is.
    private var children: [String: [Router]] = [:]
    /// Of the routers whose rules are good.
    private var rules: [String: Rule] = [:]
    private(set) var problems: [ConfigProblem] = []

    /// Parses all rules.
    init(_ routers: [Router], _ sources: OptionSources) {
        self.routers = routers
        for router in routers {
            for parent in router.parents { children[parent, default: []].append(router) }
            parse(router, sources)
        }
        for router in routers where rules[router.id] != nil && !isReachable(router) {
            problems.append(
                ConfigProblem(
                    .error, at: sources[router.rulePath], keyPath: "http.routers.\(router.shownName)",
                    message: "the rules of all routers below it have errors"))
            rules[router.id] = nil
        }
    }

    private mutating func parse(_ router: Router, _ sources: OptionSources) {
        func problem(_ severity: ConfigProblem.Severity, _ message: String, _ suggestion: String? = nil) {
            problems.append(
                ConfigProblem(
                    severity, at: sources[router.rulePath], keyPath: router.rulePath, value: router.rule,
                    message: message, suggestion: suggestion))
        }
        do throws(RuleError) {
            let rule = try Rule(parsing: router.rule)
            for case .host(.never(let text)) in rule.expression.matchers {
                problem(
                    .warning,
                    "no request has the host \(ruleString(text)): a host is a name without port, an address, `*`, or "
                        + "`*.` and a name")
            }
            rules[router.id] = rule
        } catch {
            problem(.error, "at character \(error.offset + 1): \(error.message)", error.suggestion)
        }
    }

    /// Whether a router has a service, or one below it has.
    private func isReachable(_ router: Router) -> Bool {
        guard rules[router.id] != nil else { return false }
        guard let below = children[router.id] else { return true }
        return below.contains { isReachable($0) }
    }

    /// Routers of an entry point that stand below no other.
    func roots(at entryPoint: EntryPoint) -> [Router] {
        routers.filter { $0.parents.isEmpty && $0.entryPoints.contains(entryPoint.name) }
    }

    /// A router's rule; nil where it, or those of all routers below, are no good.
    func rule(of router: Router) -> Rule? { rules[router.id] }

    /// The route to a router, with the routes below it; nil where its rule or all of those are no good.
    ///
    /// - Parameters:
    ///   - outer: what the router above leads to.
    ///   - target: what a router leads to behind what the one above it leads to.
    func route<Target>(
        to router: Router, below outer: Target? = nil, _ target: (Router, Target?) -> Target
    ) -> Route<Target>? {
        guard let rule = rules[router.id] else { return nil }
        let own = target(router, outer)
        let below = children[router.id].map { children in
            RouteTable(children.compactMap { route(to: $0, below: own, target) })
        }
        return Route(
            name: router.shownName, rule: rule, priority: router.priority ?? router.rule.utf8.count, target: own,
            children: below)
    }
}
