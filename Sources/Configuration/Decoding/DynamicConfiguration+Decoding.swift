internal import LinuxIO

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
        var loaded = decode(tree, for: fixed)
        loaded.problems = problems + loaded.problems
        return loaded
    }

    /// Decodes a dynamic tree. Objects with errors are left out, and so are routers that need one of them.
    package static func decode(_ tree: ConfigTree, for fixed: StaticConfiguration) -> Loaded<DynamicConfiguration> {
        let log = DecodingLog()
        let root = Section(tree, keyPath: "", log: log)
        let tls = DynamicTLS(root.sectionOrDefaults("tls"))
        let http = root.sectionOrDefaults("http")
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
        http.finish()
        root.ignores("tcp", "udp")
        root.finish()
        let model = DynamicConfiguration(
            routers: routers.sorted, services: services.sorted, middlewares: middlewares.sorted,
            serversTransports: transports.sorted, tls: tls.settings)
        var loaded = Loaded(model: model, options: log.options, problems: log.problems)
        loaded.objects = log.objects
        return loaded
    }
}
