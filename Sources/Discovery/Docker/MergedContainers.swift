internal import Configuration

/// The trees of all containers as one: services of one name share their servers, other objects of one name have to be
/// alike. Those that are not are taken out.
struct MergedContainers {
    private(set) var tree = ConfigTree(source: .builtIn)
    private(set) var problems: [ConfigProblem] = []
    /// Objects by where they stand, in lower case.
    private var known: [String: Known] = [:]
    private var order: [String] = []

    private struct Known {
        let path: [String]
        var node: ConfigTree
        /// Set when definitions differ.
        var isContested = false
    }

    mutating func add(_ container: ConfigTree) {
        for branch in container.children {
            for kind in branch.node.children {
                if branch.key == "tls" { keep(["tls", kind.key], kind.node) }
                guard branch.key != "tls" else { continue }
                for object in kind.node.children { keep([branch.key, kind.key, object.key], object.node) }
            }
        }
    }

    /// Puts everything together that nobody contests.
    mutating func finish() {
        for key in order {
            guard let object = known[key], !object.isContested else { continue }
            tree.put(object.node, at: object.path[...])
        }
    }

    private mutating func keep(_ path: [String], _ node: ConfigTree) {
        let key = path.joined(separator: ".").lowercased()
        guard var first = known[key] else {
            known[key] = Known(path: path, node: node)
            order.append(key)
            return
        }
        if !first.node.joinServers(of: node) {
            if !first.isContested { problems.append(conflict(path, node, first.node)) }
            first.isContested = true
        }
        known[key] = first
    }

    private func conflict(_ path: [String], _ node: ConfigTree, _ first: ConfigTree) -> ConfigProblem {
        ConfigProblem(
            .error, at: node.anySource, keyPath: path.joined(separator: "."),
            message: "\(first.anySource) says otherwise: nobody gets it; make both alike, or give one another name")
    }
}

extension ConfigTree {
    /// Sets a node, making what it stands in.
    fileprivate mutating func put(_ node: ConfigTree, at path: ArraySlice<String>) {
        guard let name = path.first else {
            self = node
            return
        }
        if !children.contains(where: { $0.key == name }) {
            children.append(Entry(key: name, node: ConfigTree(source: node.source)))
        }
        let index = children.lastIndex { $0.key == name }!
        children[index].node.put(node, at: path.dropFirst())
    }

    /// Takes the servers of another definition of the same service; false where the rest of both is not alike.
    fileprivate mutating func joinServers(of other: ConfigTree) -> Bool {
        var (mine, others) = (self, other)
        let own = mine.takeServers()
        let more = others.takeServers()
        guard mine.says(thatOf: others), (own == nil) == (more == nil) else { return false }
        guard let own, let more else { return true }
        let known = Set(own.compactMap { $0.value(at: "url") })
        let fresh = more.filter { server in server.value(at: "url").map { !known.contains($0) } ?? true }
        change("loadBalancer") { balancer in
            balancer.change("servers") { $0.items = own + fresh }
        }
        return true
    }

    private mutating func takeServers() -> [ConfigTree]? {
        var servers: [ConfigTree]?
        change("loadBalancer") { balancer in servers = balancer.remove("servers")?.items }
        return servers
    }

    /// Whether both say the same, wherever they were written.
    private func says(thatOf other: ConfigTree) -> Bool {
        guard value == other.value, children.count == other.children.count, items?.count == other.items?.count else {
            return false
        }
        guard zip(items ?? [], other.items ?? []).allSatisfy({ $0.says(thatOf: $1) }) else { return false }
        return children.allSatisfy { entry in other[entry.key].map { entry.node.says(thatOf: $0) } ?? false }
    }
}
