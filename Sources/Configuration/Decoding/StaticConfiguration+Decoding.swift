extension StaticConfiguration {
    /// Decodes a static tree; `problems` are those that its sources already had.
    package static func decode(
        _ tree: ConfigTree, problems: [ConfigProblem] = []
    ) -> Loaded<StaticConfiguration> {
        let log = DecodingLog()
        for problem in problems { log.add(problem) }
        let model = log.whole { StaticConfiguration(Section(tree, keyPath: "", log: log)) }
        return Loaded(model: problems.hasErrors ? nil : model, options: log.options, problems: log.problems)
    }

    init(_ root: Section) {
        self.init()
        let declared = root.named("entryPoints").map { EntryPoint(name: $0.name, $0.section) }
        if declared.isEmpty {
            root.note("entryPoints.http.address", "\(entryPoints[0].address)", .builtIn)
        } else {
            entryPoints = declared
        }
        providers = Providers(root.sectionOrDefaults("providers"))
        log = LogSettings(root.sectionOrDefaults("log"))
        accessLog = root.section("accessLog").map(AccessLogSettings.init)
        ping = root.section("ping").map(PingSettings.init)
        readAPI(root)
        caches = root.named("caches").map { CacheSettings(name: $0.name, $0.section) }
        serversTransport = ServersTransport(root.sectionOrDefaults("serversTransport"))
        root.ignores(UnbuiltOptions.root)
        root.finish()
        addInternalEntryPoint(root)
        settleRedirections(root)
        checkReferences(root)
    }

    private mutating func readAPI(_ root: Section) {
        let section = root.section("api")
        api = section.map(ApiSettings.init)
        apiSocket = ApiSocketSettings(section ?? root.sectionOrDefaults("api"))
        section?.finish()
    }

    /// `/ping` and the API listen on an entry point of usher's own when they are to and it is not declared.
    private mutating func addInternalEntryPoint(_ root: Section) {
        let name = EntryPoint.internalName
        let isWanted = api?.insecure == true || ping.map { $0.entryPoint == name && !$0.manualRouting } == true
        guard isWanted, entryPoint(named: name) == nil else { return }
        let address = ListenAddress(host: "", port: 8080)
        root.note("entryPoints.\(name).address", "\(address)", .builtIn)
        entryPoints.append(EntryPoint(name: name, address: address))
    }

    private func checkReferences(_ root: Section) {
        if let ping, !ping.manualRouting, entryPoint(named: ping.entryPoint) == nil {
            let name = ping.entryPoint
            let section = root.sectionOrDefaults("ping")
            section.complain(
                "entryPoint", section.take("entryPoint"), "there is no entry point of that name",
                suggestion: nearest(to: name, among: entryPoints.map(\.name)))
        }
        for (index, cache) in caches.enumerated() where caches[..<index].contains(where: { $0.path == cache.path }) {
            let path = root.node?["caches"]?[cache.name]?["path"]
            root.complain("caches.\(cache.name).path", path, "another cache has the same path")
        }
    }
}
