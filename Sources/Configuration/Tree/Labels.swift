/// A container's labels as trees: `traefik.http.routers.web.rule` sets `http.routers.web.rule`.
///
/// Names of options take any case, places in lists stand in brackets (`domains[0].main`). Labels under `usher` go over
/// those under `traefik`, and they alone may hold what only usher has.
package struct Labels: Sendable, Equatable {
    /// `http`, `tcp`, `udp` and `tls`: what a provider says of routers and services.
    package private(set) var dynamic: ConfigTree
    /// `enable` and `docker`: whether and how the container is used; `cache`, of usher's own.
    package private(set) var container: ConfigTree
    /// Errors keep the whole container out.
    package private(set) var problems: [ConfigProblem] = []
    /// Whether there is any label of Traefik's or ours.
    package let isLabelled: Bool

    /// Branches that say something of routers and services.
    private static let dynamicBranches: Set = ["http", "tcp", "udp", "tls"]
    /// Bytes of a label's name at most.
    private static let nameLimit = 4096

    /// - Parameter name: what the container is called in problems.
    package init(_ labels: [String: String], container name: String) {
        isLabelled = Self.isAny(in: labels)
        let source = ConfigSource.label(container: name, label: "")
        (dynamic, container) = (ConfigTree(source: source), ConfigTree(source: source))
        var roots = ["traefik": ConfigTree(source: source), "usher": ConfigTree(source: source)]
        for (label, value) in labels.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let root = label.prefix { $0 != "." }.lowercased()
            guard roots[root] != nil, root.utf8.count < label.utf8.count else { continue }
            let source = ConfigSource.label(container: name, label: label)
            guard label.hasPrefix("\(root).") else {
                problems.append(.init(label: source, nil, "its first word has to be \"\(root)\", in lower case"))
                continue
            }
            guard label.utf8.count <= Self.nameLimit,
                let steps = Self.steps(String(label.dropFirst(root.utf8.count + 1)))
            else {
                problems.append(.init(label: source, value, "not a valid option name"))
                continue
            }
            roots[root]!.add(value, at: steps, source: source, replacing: true)
        }
        take(roots["traefik"]!, isOwn: false)
        take(roots["usher"]!, isOwn: true)
        singleServers()
    }

    /// Whether any label is Traefik's or ours.
    package static func isAny(in labels: [String: String]) -> Bool {
        labels.keys.contains { label in
            ["traefik.", "usher."].contains { label.utf8.count > $0.utf8.count && label.lowercased().hasPrefix($0) }
        }
    }

    private static func steps(_ name: String) -> [OptionStep]? { OptionStep.steps(ofFlag: name) }

    // MARK: Branches

    private mutating func take(_ root: ConfigTree, isOwn: Bool) {
        for entry in root.children {
            let key = entry.key.lowercased()
            let part = ConfigTree(source: root.source, children: [.init(key: key, node: entry.node)])
            if Self.dynamicBranches.contains(key) {
                checkNames(entry.node, key: key, isOwn: isOwn)
                dynamic = part.over(dynamic)
            } else if ["enable", "docker"].contains(key) || isOwn && key == "cache" {
                container = part.over(container)
            } else if isOwn {
                problems.append(
                    .init(
                        label: entry.node.anySource, nil, "unknown option",
                        suggestion: nearest(
                            to: key, among: Self.dynamicBranches.sorted() + ["enable", "docker", "cache"])))
            } else if key == "cache" {
                problems.append(
                    .init(
                        .warning, label: entry.node.anySource, nil,
                        "without effect; write usher.cache for traefik.cache"))
            }
        }
    }

    /// What the file provider knows and labels do not have, so that Traefik would leave the container out.
    private mutating func checkNames(_ branch: ConfigTree, key: String, isOwn: Bool) {
        func refuse(_ node: ConfigTree?, _ message: String) {
            if let node { problems.append(.init(label: node.anySource, nil, message)) }
        }
        let onlyFile = "not for labels; only a file may have it"
        refuse(branch["serversTransports"], onlyFile)
        if key == "tls" { for name in ["options", "certificates"] { refuse(branch[name], onlyFile) } }
        for entry in branch["routers"]?.children ?? [] { refuse(entry.node["parentRefs"], onlyFile) }
        for entry in branch["services"]?.children ?? [] {
            for name in ["weighted", "mirroring", "failover", "highestRandomWeight"] {
                refuse(entry.node[name], onlyFile)
            }
            let balancer = entry.node["loadBalancer"]
            refuse(balancer?["servers"], "a container is one server; write loadbalancer.server.port")
        }
        guard !isOwn else { return }
        for entry in branch["middlewares"]?.children ?? [] {
            refuse(entry.node["cache"], "only usher has it: write usher.\(key).middlewares.\(entry.key).cache")
        }
    }

    /// Turns the one `server` of each load balancer into a list of servers.
    private mutating func singleServers() {
        for branch in ["http", "tcp", "udp"] {
            dynamic.change(branch) { section in
                section.change("services") { services in
                    for index in services.children.indices {
                        services.children[index].node.change("loadBalancer") { balancer in
                            guard let server = balancer.remove("server") else { return }
                            var list = ConfigTree(source: server.anySource)
                            list.items = [server]
                            balancer.children.append(.init(key: "servers", node: list))
                        }
                    }
                }
            }
        }
    }
}

extension ConfigTree {
    /// Changes the child of that name, where there is one.
    package mutating func change(_ name: String, _ body: (inout ConfigTree) -> Void) {
        if let index = index(of: name) { body(&children[index].node) }
    }

    /// Where this was written; where only parts of it were, the first of those.
    package var anySource: ConfigSource {
        if value != nil { return source }
        return children.first?.node.anySource ?? items?.first?.anySource ?? source
    }
}

extension ConfigProblem {
    /// Something wrong with a label, or a container.
    package init(
        _ severity: Severity = .error, label source: ConfigSource, _ value: String? = nil, _ message: String,
        suggestion: String? = nil
    ) {
        self.init(severity, at: source, keyPath: "", value: value, message: message, suggestion: suggestion)
    }
}
