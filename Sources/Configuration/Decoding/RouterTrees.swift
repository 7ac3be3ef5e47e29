/// Routers that hand their requests on to others (`parentRefs`): checks that all of a tree is there.
struct RouterTrees {
    /// Routers by name, those of faulty trees left out.
    private(set) var routers: [String: Router]
    private let faulty: Set<String>
    private let sections: [String: Section]

    init(_ objects: Objects<Router>, _ sections: [(name: String, section: Section)]) {
        routers = objects.valid
        faulty = objects.faulty
        self.sections = Dictionary(sections.map { ($0.name, $0.section) }, uniquingKeysWith: { first, _ in first })
        checkParents()
        checkReach()
        checkWays()
        checkEnds()
    }

    /// Ordered by name, byte by byte.
    var sorted: [Router] {
        routers.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }

    private var names: [String] { sorted.map(\.name) }

    private mutating func disable(_ name: String, _ option: String, _ message: String, suggestion: String? = nil) {
        routers[name] = nil
        guard let section = sections[name] else { return }
        section.complain(option, section.take(option), message, suggestion: suggestion)
    }

    /// A router is only as good as all its parents.
    private mutating func checkParents() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            for name in names {
                guard let lost = routers[name]!.parents.first(where: { routers[routerName($0)] == nil }) else {
                    continue
                }
                isSettled = false
                let parent = routerName(lost)
                if faulty.contains(parent) || sections[parent] != nil && lost.hasSuffix("@\(ProviderName.file)") {
                    disable(name, "parentRefs", "the router \"\(parent)\" above it has errors of its own")
                } else {
                    disable(
                        name, "parentRefs", "there is no router \"\(lost)\"",
                        suggestion: nearest(to: parent, among: Array(sections.keys).sorted()))
                }
            }
        }
    }

    /// A router that no entry point leads to stands in a circle, or below one.
    private mutating func checkReach() {
        var reached: Set<String> = []
        var fresh = names.filter { routers[$0]!.parents.isEmpty }
        let children = self.children
        while let name = fresh.popLast() {
            guard reached.insert(name).inserted else { continue }
            fresh += children[name] ?? []
        }
        for name in names where !reached.contains(name) {
            disable(name, "parentRefs", "the routers above it lead back to themselves")
        }
    }

    /// Each way to a router is a route of its own, and with several parents on each level they grow like powers.
    private mutating func checkWays() {
        let limit = 1000
        var ways: [String: Int] = [:]
        func count(_ name: String) -> Int {
            if let known = ways[name] { return known }
            let parents = routers[name]?.parents ?? []
            let sum = parents.isEmpty ? 1 : parents.reduce(0) { min($0 + count(routerName($1)), limit + 1) }
            ways[name] = sum
            return sum
        }
        for name in names where count(name) > limit {
            disable(name, "parentRefs", "more than \(limit) ways lead to it")
        }
        checkParents()
    }

    /// At the end of each way stands a service, and nowhere else.
    private mutating func checkEnds() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            let children = self.children
            for name in names where routers[name]!.service.isEmpty && children[name] == nil {
                isSettled = false
                disable(
                    name, "service", "expected the name of a service, or another router whose parentRefs name this one")
            }
        }
        let children = self.children
        for name in names where !routers[name]!.service.isEmpty && children[name] != nil {
            routers[name]!.service = ""
            guard let section = sections[name] else { continue }
            section.warn(
                "service", section.take("service"), "never used: other routers' parentRefs name this router")
        }
    }

    /// Names of the routers below a router.
    private var children: [String: [String]] {
        var result: [String: [String]] = [:]
        for name in names {
            for parent in Set(routers[name]!.parents) { result[routerName(parent), default: []].append(name) }
        }
        return result
    }
}

/// The name in an id of the file provider; the id itself where it is another's.
private func routerName(_ id: String) -> String {
    let end = "@\(ProviderName.file)"
    return id.hasSuffix(end) ? String(id.dropLast(end.count)) : id
}

extension RouterReader {
    /// Ids of the routers above this one.
    func parents(_ section: Section) -> [String] {
        var seen: Set<String> = []
        let ids = section.list("parentRefs").map { qualified($0, in: ProviderName.file) }
        return ids.filter { seen.insert($0).inserted }
    }

    /// What stands at the root of a tree, and nowhere else in it.
    func refusesRootOptions(_ section: Section) {
        for option in ["entryPoints", "tls"] {
            guard let node = section.take(option), node.value != "false" else { continue }
            section.complain(option, node, "not for a router with parentRefs; its parents say it")
        }
    }

    /// `ruleSyntax`: rules are those of Traefik v3, whatever is said.
    func ruleSyntax(_ section: Section) {
        let syntax = section.text("ruleSyntax", default: "v3")
        guard syntax != "v3", !syntax.isEmpty else { return }
        section.complain(
            "ruleSyntax", section.take("ruleSyntax"),
            syntax == "v2"
                ? "rules are read as v3: write Host(`a`) || Host(`b`) for Host(`a`, `b`), a plain regular expression for "
                    + "{name:pattern}, Header for Headers, and Query(`a`, `b`) for Query(`a=b`)"
                : "the only syntax is v3")
    }
}
