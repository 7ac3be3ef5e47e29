internal import LinuxIO

/// What one provider says.
package struct ProvidedTree: Sendable, Equatable {
    /// The provider's name, as it stands behind the `@` of an id.
    package var provider: String
    package var tree: ConfigTree

    package init(_ provider: String, _ tree: ConfigTree) { (self.provider, self.tree) = (provider, tree) }
}

extension DynamicConfiguration {
    /// Reads and decodes what the file provider is pointed at; blocks. The model is nil when there is nothing to go on
    /// with: the one file as a whole is no good, or the directory is not there.
    ///
    /// - Parameter lastGood: what stands for files of a directory that are no good any more.
    package static func load(
        _ provider: FileProviderSettings, for fixed: StaticConfiguration,
        environment: [String: String] = processEnvironment(), lastGood: LastGoodFiles = LastGoodFiles()
    ) -> Loaded<DynamicConfiguration> {
        let (tree, problems) = provider.read(environment: environment, lastGood: lastGood)
        guard let tree else { return Loaded(model: nil, problems: problems) }
        return decode([ProvidedTree(ProviderName.file, tree)], for: fixed, problems: problems)
    }

    /// What is wrong with the form of a container's labels: options that nobody knows, and values that are not of their
    /// type. What its objects refer to is not looked at.
    package static func faults(ofForm tree: ConfigTree) -> [ConfigProblem] {
        let faults = decode([ProvidedTree(ProviderName.docker, tree.formSample)], for: StaticConfiguration()).problems
        return faults.filter(\.isOfForm)
    }

    /// Decodes the trees of all providers into one configuration, in which objects may refer to each other's. Objects with
    /// errors are left out, and so are routers that need one of them.
    ///
    /// - Parameter problems: those that the trees' sources already had.
    package static func decode(
        _ trees: [ProvidedTree], for fixed: StaticConfiguration, problems: [ConfigProblem] = []
    ) -> Loaded<DynamicConfiguration> {
        let log = DecodingLog(providers: fixed.providers.names.union(trees.map(\.provider)).union([ProviderName.file]))
        let roots = trees.map { Section($0.tree, keyPath: "", log: log, provider: $0.provider) }
        let tls = DynamicTLS(roots.map { $0.sectionOrDefaults("tls") })
        let http = roots.map { $0.sectionOrDefaults("http") }
        let transports = Objects(http.named("serversTransports"), kind: "transport") { name, section in
            ServersTransport(name: name, section)
        }
        let services = ServiceTree(http.named("services"), transports: transports).services
        let surroundings = MiddlewareSurroundings(caches: fixed.caches, services: services)
        let middlewares = Objects(http.named("middlewares"), kind: "middleware") { name, section in
            Middleware(name: name, section, surroundings)
        }
        let reader = RouterReader(
            fixed: fixed, middlewares: middlewares, services: services, tlsOptions: tls.options)
        let named = http.named("routers")
        let routers = RouterTrees(Objects(named, kind: "router") { reader.router(named: $0, $1) }, named)
        for section in http { section.finish() }
        for root in roots {
            root.ignores("tcp", "udp")
            root.finish()
        }
        let model = DynamicConfiguration(
            routers: routers.sorted, services: services.sorted, middlewares: middlewares.sorted,
            serversTransports: transports.sorted, tls: tls.settings)
        var loaded = Loaded(model: model, options: log.options, problems: problems + log.problems)
        loaded.objects = log.objects
        return loaded
    }
}

extension [Section] {
    /// What users gave names below `name`, in all of the sections.
    fileprivate func named(_ name: String) -> [(name: String, section: Section)] { flatMap { $0.named(name) } }
}

extension ConfigTree {
    /// The tree of a container's labels as servers are decoded: what the labels have of them becomes a URL later.
    fileprivate var formSample: ConfigTree {
        var sample = self
        sample.change("http") { http in
            http.change("services") { services in
                for index in services.children.indices {
                    services.children[index].node.change("loadBalancer") { balancer in
                        balancer.change("servers") { servers in
                            servers.items = servers.items?.map { server in
                                var server = server
                                for label in ["port", "scheme"] { _ = server.remove(label) }
                                return server
                            }
                        }
                    }
                }
            }
        }
        return sample
    }
}
