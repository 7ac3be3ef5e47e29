/// Routers that hand their requests on to others (`parentRefs`): checks that all of a tree is there.
struct RouterTrees {
    /// Routers by id, those of faulty trees left out.
    private(set) var routers: [String: Router]
    private let faulty: Set<String>
    /// By id.
    private let sections: [String: Section]

    init(_ objects: Objects<Router>, _ sections: [(name: String, section: Section)]) {
        routers = objects.valid
        faulty = objects.faulty
        self.sections = Dictionary(
            sections.map { ($0.section.id(of: $0.name), $0.section) }, uniquingKeysWith: { first, _ in first })
        checkParents()
        checkReach()
        checkWays()
        checkEnds()
    }

    /// Ordered by name, byte by byte.
    var sorted: [Router] { routers.sorted { idPrecedes($0.key, $1.key) }.map(\.value) }

    private var ids: [String] { sorted.map(\.id) }

    private mutating func disable(_ id: String, _ option: String, _ message: String, suggestion: String? = nil) {
        routers[id] = nil
        guard let section = sections[id] else { return }
        section.complain(option, section.take(option), message, suggestion: suggestion)
    }

    /// A router is only as good as all its parents.
    private mutating func checkParents() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            for id in ids {
                guard let lost = routers[id]!.parents.first(where: { routers[$0] == nil }) else { continue }
                isSettled = false
                let parent = partedID(lost).name
                if faulty.contains(lost) || sections[lost] != nil {
                    disable(id, "parentRefs", "the router \"\(parent)\" above it has errors of its own")
                } else {
                    disable(
                        id, "parentRefs", "there is no router \"\(lost)\"",
                        suggestion: nearest(to: parent, among: sections.keys.map { partedID($0).name }.sorted()))
                }
            }
        }
    }

    /// A router that no entry point leads to stands in a circle, or below one.
    private mutating func checkReach() {
        var reached: Set<String> = []
        var fresh = ids.filter { routers[$0]!.parents.isEmpty }
        let children = self.children
        while let id = fresh.popLast() {
            guard reached.insert(id).inserted else { continue }
            fresh += children[id] ?? []
        }
        for id in ids where !reached.contains(id) {
            disable(id, "parentRefs", "the routers above it lead back to themselves")
        }
    }

    /// Each way to a router is a route of its own, and with several parents on each level they grow like powers.
    private mutating func checkWays() {
        let limit = 1000
        var ways: [String: Int] = [:]
        func count(_ id: String) -> Int {
            if let known = ways[id] { return known }
            let parents = routers[id]?.parents ?? []
            let sum = parents.isEmpty ? 1 : parents.reduce(0) { min($0 + count($1), limit + 1) }
            ways[id] = sum
            return sum
        }
        for id in ids where count(id) > limit {
            disable(id, "parentRefs", "more than \(limit) ways lead to it")
        }
        checkParents()
    }

    /// At the end of each way stands a service, and nowhere else.
    private mutating func checkEnds() {
        var isSettled = false
        while !isSettled {
            isSettled = true
            let children = self.children
            for id in ids where routers[id]!.service.isEmpty && children[id] == nil {
                isSettled = false
                disable(
                    id, "service", "expected the name of a service, or another router whose parentRefs name this one")
            }
        }
        let children = self.children
        for id in ids where !routers[id]!.service.isEmpty && children[id] != nil {
            routers[id]!.service = ""
            guard let section = sections[id] else { continue }
            section.warn(
                "service", section.take("service"), "never used: other routers' parentRefs name this router")
        }
    }

    /// Ids of the routers below a router.
    private var children: [String: [String]] {
        var result: [String: [String]] = [:]
        for id in ids {
            for parent in Set(routers[id]!.parents) { result[parent, default: []].append(id) }
        }
        return result
    }
}

extension RouterReader {
    /// Ids of the routers above this one.
    func parents(_ section: Section) -> [String] {
        var seen: Set<String> = []
        let ids = section.list("parentRefs").map { qualified($0, in: section.provider) }
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
