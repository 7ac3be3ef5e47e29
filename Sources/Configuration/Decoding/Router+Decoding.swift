/// Decodes routers, and checks that all they name is there.
struct RouterReader {
    let fixed: StaticConfiguration
    let middlewares: Objects<Middleware>
    let services: Objects<Service>
    let hasUnbuiltTLSOptions: Bool

    /// The largest priority a user may give; those above are usher's own.
    static let highestPriority = Int.max - 1000

    func router(named name: String, _ section: Section) -> Router? {
        let rule = section.requiredText("rule", "a rule like Host(`example.com`)")
        let entryPoints = self.entryPoints(section)
        let chain = section.list("middlewares").compactMap { resolve($0, in: middlewares, section, "middlewares") }
        let service = resolve(
            section.requiredText("service", "the name of a service"), in: services, section, "service")
        let priority = section.integer("priority", default: 0, in: Int.min...Self.highestPriority)
        let tls = section.section("tls").map { RouterTLS($0) }
        if hasUnbuiltTLSOptions, tls != nil || entryPoints.contains(where: { fixed.entryPoint(named: $0)!.givesTLS }) {
            section.complain("tls", section.take("tls"), "disabled: tls.options.default is not built yet")
        }
        section.ignores("observability")
        section.refuses("parentRefs", "ruleSyntax")
        section.finish()
        return Router(
            name: name, rule: rule, entryPoints: entryPoints, middlewares: chain, service: service ?? "",
            priority: priority == 0 ? nil : priority, tls: tls)
    }

    /// The entry points a router joins; a name that does not exist is warned of, and an error when none is left.
    private func entryPoints(_ section: Section) -> [String] {
        let named = section.list("entryPoints")
        let node = section.take("entryPoints")
        var present = named.isEmpty ? fixed.defaultEntryPoints : []
        if named.isEmpty { section.note("entryPoints", "[\(present.joined(separator: ", "))]", .builtIn) }
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

    /// The plain name behind a reference (`NAME`, `NAME@file`); nil, with a complaint, where it leads nowhere.
    private func resolve<Object>(
        _ reference: String, in objects: Objects<Object>, _ section: Section, _ option: String
    ) -> String? {
        let parts = reference.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first ?? "")
        if name.isEmpty { return nil }
        let kind = objects.kind
        if parts.count == 2, parts[1] != "file" {
            section.complain(option, section.take(option), "the \(kind) \"\(reference)\" is not built yet")
        } else if objects.faulty.contains(name) {
            section.complain(option, section.take(option), "the \(kind) \"\(name)\" has errors of its own")
        } else if objects.valid[name] == nil {
            section.complain(
                option, section.take(option), "there is no \(kind) \"\(name)\"",
                suggestion: nearest(to: name, among: objects.names))
        } else {
            return name
        }
        return nil
    }
}

extension RouterTLS {
    init(_ section: Section) {
        self.init()
        section.note("tls", "present", section.source)
        if section.text("options", default: "default") != "default" {
            section.complain("options", section.take("options"), "TLS options are not built yet")
        }
        section.ignores("certResolver", "domains")
        section.finish()
    }
}
