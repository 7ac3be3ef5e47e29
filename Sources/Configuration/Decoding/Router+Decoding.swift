/// Decodes routers, and checks that all they name is there.
struct RouterReader {
    let fixed: StaticConfiguration
    let middlewares: Objects<Middleware>
    let services: Objects<Service>
    let tlsOptions: Objects<TLSOptions>

    /// The largest priority a user may give; those above are usher's own.
    static let highestPriority = Int.max - 1000

    func router(named name: String, _ section: Section) -> Router? {
        let rule = section.requiredText("rule", "a rule like Host(`example.com`)")
        let parents = self.parents(section)
        if !parents.isEmpty { refusesRootOptions(section) }
        let entryPoints = parents.isEmpty ? orderly(self.entryPoints(section), section) : []
        let chain = self.chain(section)
        let service = self.service(section)
        let priority = section.integer("priority", default: 0, in: Int.min...Self.highestPriority)
        let tls = self.tls(section, entryPoints)
        let logsAccess = self.logsAccess(section.sectionOrDefaults("observability"))
        ruleSyntax(section)
        section.finish()
        var router = Router(
            name: name, rule: rule, entryPoints: entryPoints, middlewares: chain, service: service ?? "",
            priority: priority == 0 ? nil : priority, tls: tls)
        router.logsAccess = logsAccess
        router.parents = parents
        return router
    }

    private func logsAccess(_ section: Section) -> Bool? {
        let isGiven = section.take("accessLogs").map { !$0.isAbsent } ?? false
        let value = isGiven ? section.boolean("accessLogs", default: true) : nil
        section.ignores("metrics", "tracing", "traceVerbosity")
        section.finish()
        return value
    }

    /// Those whose own middlewares, which stand before a router's, are in order: at others it is not served, and where
    /// none is left, not at all.
    private func orderly(_ entryPoints: [String], _ section: Section) -> [String] {
        let node = section.take("entryPoints")
        var faults: [String] = []
        let left = entryPoints.filter { name in
            let references = fixed.entryPoint(named: name)?.middlewares ?? []
            do throws(MiddlewareChain.Fault) {
                _ = try MiddlewareChain.dissolve(references, in: ProviderName.file) { middlewares.object($0) }
                return true
            } catch {
                faults.append("\"\(name)\" has http.middlewares: \(error.text)")
                return false
            }
        }
        for fault in faults {
            if left.isEmpty {
                section.complain("entryPoints", node, fault)
            } else {
                section.warn("entryPoints", node, fault + "; the router is not served there")
            }
        }
        return left
    }

    /// The entry points a router joins; a name that does not exist is warned of, and an error when none is left.
    private func entryPoints(_ section: Section) -> [String] {
        let named = section.list("entryPoints")
        let node = section.take("entryPoints")
        var present = named.isEmpty ? fixed.defaultEntryPoints : []
        if named.isEmpty { section.noteList("entryPoints", present) }
        for name in named where !present.contains(name) {
            if fixed.entryPoint(named: name) != nil {
                present.append(name)
            } else {
                let near = nearest(to: name, among: fixed.entryPoints.map(\.name))
                section.warn(
                    "entryPoints", node,
                    "there is no entry point \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
            }
        }
        if present.isEmpty { section.complain("entryPoints", node, "there is no entry point for this router") }
        return present
    }

    /// Ids of the router's middlewares; empty, with a complaint, when one of them is not in order.
    private func chain(_ section: Section) -> [String] {
        let ids = section.list("middlewares").compactMap { middlewares.resolve($0, section, option: "middlewares") }
        do throws(MiddlewareChain.Fault) {
            return try MiddlewareChain.dissolve(ids, in: ProviderName.file) { middlewares.object($0) }
        } catch {
            section.complain("middlewares", section.take("middlewares"), error.text)
            return []
        }
    }

    /// The id of the router's service; empty where none is named, which `RouterTrees` judges.
    private func service(_ section: Section) -> String? {
        guard let node = section.take("service"), !node.isAbsent, node.value != "" else { return "" }
        let reference = section.requiredText("service", "the name of a service")
        guard reference.hasSuffix("@\(ProviderName.internal)") else {
            return services.resolve(reference, section, option: "service")
        }
        if Self.apiServices.contains(reference), fixed.api == nil {
            section.complain("service", section.take("service"), "api is not enabled: there is no static section `api`")
            return nil
        }
        if Self.internalServices.contains(reference) { return reference }
        section.complain(
            "service", section.take("service"), "usher has no service of that name",
            suggestion: nearest(to: reference, among: Self.internalServices))
        return nil
    }

    /// What usher answers itself.
    static let internalServices = ["ping@internal", "noop@internal"] + apiServices
    private static let apiServices = ["api@internal", "dashboard@internal"]
}

extension MiddlewareChain.Fault {
    fileprivate var text: String {
        switch self {
        case .missing(let id): "a chain leads to \"\(id)\", and there is no such middleware in order"
        case .recursive(let id): "the chain \"\(id)\" leads back to itself"
        }
    }
}
