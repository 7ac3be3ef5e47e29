internal import Configuration

/// What the labels of one container come to.
struct ContainerTree {
    /// Routers, services and middlewares, complete: nil where the container is left out.
    private(set) var tree: ConfigTree?
    /// Errors say why it, or one of its routers, is left out.
    private(set) var problems: [ConfigProblem] = []

    private let container: Container
    private let settings: DockerProviderSettings
    private let surroundings: Surroundings
    /// What its parts are called that have no name.
    private let name: String
    private let labels: Labels
    private var source: ConfigSource { .label(container: container.name, label: "") }

    init(_ container: Container, _ settings: DockerProviderSettings, _ surroundings: Surroundings) {
        (self.container, self.settings, self.surroundings) = (container, settings, surroundings)
        name = normalized(container.givenName)
        labels = Labels(container.labels, container: container.name)
        do throws(ContainerFault) {
            tree = try build()
        } catch {
            problems.append(ConfigProblem(label: source, nil, "\(error.message); it is left out"))
        }
    }

    private mutating func build() throws(ContainerFault) -> ConfigTree? {
        guard isWanted, settings.constraints?.allows(container.labels) ?? true else { return nil }
        problems += labels.problems
        guard !labels.problems.hasErrors else { return nil }
        let keepsEmpty =
            container.isRunning
            ? settings.allowEmptyServices : boolean(labels.container["docker"]?["allowNonRunning"]) ?? false
        guard container.isServing || keepsEmpty else { return nil }
        var tree = labels.dynamic
        // Its form is judged before anything is added: only what somebody wrote can be wrong.
        let faults = DynamicConfiguration.faults(ofForm: tree)
        guard faults.isEmpty else {
            problems += faults
            throw ContainerFault("its labels are wrong")
        }
        if isForOtherProtocols(tree) { return tree }
        var http = tree.remove("http") ?? ConfigTree(source: source)
        let services = try addServices(to: &http)
        addRouters(to: &http, services)
        addCache(to: &http)
        tree.children.append(.init(key: "http", node: http))
        return tree
    }

    /// Whether the container says that it is to be used, or says nothing and need not.
    private var isWanted: Bool {
        mutating get {
            guard let enable = labels.container["enable"] else {
                return settings.exposedByDefault ?? labels.isLabelled
            }
            guard let value = boolean(enable) else {
                problems.append(ConfigProblem(label: enable.source, enable.value, "expected true or false"))
                return false
            }
            return value
        }
    }

    private func boolean(_ node: ConfigTree?) -> Bool? { node?.value.flatMap(BooleanText.parse) }

    /// Whether there are TCP or UDP routers, and nothing of HTTP.
    private func isForOtherProtocols(_ tree: ConfigTree) -> Bool {
        let others = ["tcp", "udp"].contains { tree[$0]?["routers"] != nil || tree[$0]?["services"] != nil }
        let http = ["routers", "services", "middlewares"].contains { tree["http"]?[$0] != nil }
        return others && !http
    }

    // MARK: Services

    /// Gives each service the container as its server; their names.
    private mutating func addServices(to http: inout ConfigTree) throws(ContainerFault) -> [String] {
        var services = http.remove("services") ?? ConfigTree(source: source)
        if services.children.isEmpty { services.children = [.init(key: name, node: ConfigTree(source: source))] }
        for index in services.children.indices {
            var service = services.children[index].node
            var balancer = service.remove("loadBalancer") ?? ConfigTree(source: source)
            let written = balancer.remove("servers")?.items?.first ?? ConfigTree(source: source)
            var list = ConfigTree(source: written.source)
            list.items = container.isServing ? [try server(written)] : []
            balancer.children.append(.init(key: "servers", node: list))
            service.children.append(.init(key: "loadBalancer", node: balancer))
            services.children[index].node = service
        }
        http.children.append(.init(key: "services", node: services))
        return services.children.map(\.key)
    }

    private mutating func server(_ written: ConfigTree) throws(ContainerFault) -> ConfigTree {
        var server = written
        let (port, scheme) = (server.remove("port"), server.remove("scheme"))
        if server["url"] != nil {
            guard port == nil, scheme == nil else {
                throw ContainerFault("a server has either a url, or a port and a scheme")
            }
            return server
        }
        let address = try address(port)
        let url = "\(scheme?.value ?? "http")://\(address)"
        server.children.append(
            .init(key: "url", node: ConfigTree(source: port?.source ?? scheme?.source ?? source, value: url)))
        return server
    }

    /// `host:port`.
    private mutating func address(_ label: ConfigTree?) throws(ContainerFault) -> String {
        guard let port = label?.value.map({ Int($0) }) ?? container.ports.first?.number, 1...65535 ~= port else {
            throw ContainerFault(
                label == nil
                    ? "the port is missing: write the label traefik.http.services.\(name).loadbalancer.server.port"
                    : "\"\(label?.value ?? "")\" is no port, which is a number from 1 to 65535")
        }
        if settings.useBindPortIP, let binding = container.ports.first(where: { $0.number == port })?.binding {
            return authority(binding.host, binding.port)
        }
        let network = labels.container["docker"]?["network"]
        let address = try ContainerAddress(container, on: network?.value ?? settings.network, surroundings)
        if let warning = address.warning {
            let problem = ConfigProblem(.warning, label: network?.source ?? source, network?.value, warning)
            if !problems.contains(problem) { problems.append(problem) }
        }
        return authority(address.host, port)
    }

    private func authority(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    // MARK: Routers

    /// Gives routers what their labels leave out: a rule, and the one service there is.
    private mutating func addRouters(to http: inout ConfigTree, _ services: [String]) {
        var routers = http.remove("routers") ?? ConfigTree(source: source)
        if routers.children.isEmpty, services.count == 1 {
            routers.children = [.init(key: name, node: ConfigTree(source: source))]
        }
        routers.children = routers.children.compactMap { entry in
            var router = entry.node
            if router.value != nil, router.children.isEmpty { router.value = nil }
            guard addService(to: &router, services, name: entry.key), addRule(to: &router, name: entry.key) else {
                return nil
            }
            return .init(key: entry.key, node: router)
        }
        http.children.append(.init(key: "routers", node: routers))
    }

    private mutating func addService(to router: inout ConfigTree, _ services: [String], name: String) -> Bool {
        if router["service"]?.value ?? "" != "" { return true }
        guard services.count == 1 else {
            problems.append(
                ConfigProblem(
                    label: router.anySource, nil,
                    "the router \"\(name)\" names no service, and there are several: "
                        + "write traefik.http.routers.\(name).service"))
            return false
        }
        _ = router.remove("service")
        router.children.append(.init(key: "service", node: ConfigTree(source: source, value: services[0])))
        return true
    }

    private mutating func addRule(to router: inout ConfigTree, name: String) -> Bool {
        if router["rule"]?.value ?? "" != "" { return true }
        _ = router.remove("rule")
        do throws(ConfigProblem) {
            let source = source
            let template = try Template(settings.defaultRule) { _, _ in source }
            let rule = try template.expand(
                Template.Context(fields: [
                    "Name": .text(self.name), "ContainerName": .text(container.name), "Labels": .map(container.labels),
                ]))
            guard !rule.isEmpty else {
                problems.append(
                    ConfigProblem(label: source, nil, "the router \"\(name)\" has no rule, and defaultRule gives none"))
                return false
            }
            router.children.append(.init(key: "rule", node: ConfigTree(source: source, value: rule)))
            return true
        } catch {
            problems.append(error)
            return false
        }
    }

    // MARK: Cache

    /// `usher.cache=NAME` puts all routers of the container behind the cache of that name.
    private func addCache(to http: inout ConfigTree) {
        guard let cache = labels.container["cache"], boolean(cache) != false else { return }
        let key = "\(name)-cache"
        var middlewares = http.remove("middlewares") ?? ConfigTree(source: source)
        let middleware = ConfigTree(source: source, children: [.init(key: "cache", node: cache)])
        middlewares.children.append(.init(key: key, node: middleware))
        http.children.append(.init(key: "middlewares", node: middlewares))
        http.change("routers") { routers in
            for index in routers.children.indices {
                var list = routers.children[index].node.remove("middlewares") ?? ConfigTree(source: cache.source)
                let names = list.items?.compactMap(\.value) ?? [list.value ?? ""]
                (list.items, list.value) = (nil, (names + [key]).filter { !$0.isEmpty }.joined(separator: ","))
                routers.children[index].node.children.append(.init(key: "middlewares", node: list))
            }
        }
    }
}
