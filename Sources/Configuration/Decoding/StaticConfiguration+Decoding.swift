extension StaticConfiguration {
    /// Reads the command line, and the file that its `--configFile` names; flags go over the file.
    ///
    /// The model is nil when there are errors.
    package static func load(arguments: [String]) -> Loaded<StaticConfiguration> {
        var (flags, problems) = Flags.parse(arguments)
        guard let file = flags.remove("configFile") else { return decode(flags, problems: problems) }
        do throws(ConfigProblem) {
            guard let path = file.value, !path.isEmpty else {
                throw ConfigProblem(.error, at: file.source, keyPath: "configFile", message: "expected a path")
            }
            return decode(flags.over(try ConfigTree(yaml: readConfigFile(path), path: path)), problems: problems)
        } catch {
            problems.append(error)
            return Loaded(model: nil, problems: problems)
        }
    }

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
        caches = root.named("caches").map { CacheSettings(name: $0.name, $0.section) }
        serversTransport = ServersTransport(root.sectionOrDefaults("serversTransport"))
        root.ignores(
            "api", "metrics", "tracing", "certificatesResolvers", "hostResolver", "ocsp", "spiffe", "experimental",
            "global", "core", "tcpServersTransport", "pilot")
        root.finish()
        addInternalEntryPoint(root)
        settleRedirections(root)
        checkReferences(root)
    }

    /// `/ping` listens on an entry point of usher's own when it is told of no other.
    private mutating func addInternalEntryPoint(_ root: Section) {
        let name = EntryPoint.internalName
        guard ping?.entryPoint == name, entryPoint(named: name) == nil else { return }
        let address = ListenAddress(host: "", port: 8080)
        root.note("entryPoints.\(name).address", "\(address)", .builtIn)
        entryPoints.append(EntryPoint(name: name, address: address))
    }

    private func checkReferences(_ root: Section) {
        if let name = ping?.entryPoint, entryPoint(named: name) == nil {
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

extension Providers {
    init(_ section: Section) {
        self.init()
        throttle = section.duration("providersThrottleDuration", default: throttle)
        if let file = section.section("file") {
            var settings = FileProviderSettings(filename: file.requiredText("filename", "the path of a YAML file"))
            settings.watch = file.boolean("watch", default: settings.watch)
            file.refuses("directory")
            file.ignores("debugLogGeneratedTemplate")
            file.finish()
            self.file = settings
        }
        section.ignores(
            "docker", "swarm", "kubernetesIngress", "kubernetesIngressNGINX", "kubernetesCRD", "kubernetesGateway",
            "knative", "rest", "consulCatalog", "nomad", "ecs", "consul", "etcd", "zooKeeper", "redis", "http",
            "plugin", "precedence")
        section.finish()
    }
}

extension PingSettings {
    init(_ section: Section) {
        self.init()
        entryPoint = section.text("entryPoint", default: entryPoint)
        section.ignores("terminatingStatusCode")
        section.refuses("manualRouting")
        section.finish()
    }
}

extension LogSettings {
    init(_ section: Section) {
        self.init()
        level = section.choice("level", default: level)
        format = section.choice("format", default: format)
        filePath = section.text("filePath")
        section.ignores("maxSize", "maxAge", "maxBackups", "compress", "noColor", "otlp")
        section.finish()
    }
}

extension AccessLogSettings {
    init(_ section: Section) {
        self.init()
        format = section.choice("format", default: format)
        filePath = section.text("filePath")
        bufferingSize = section.integer("bufferingSize", default: 0, in: 0...65536)
        section.ignores("filters", "fields", "addInternals", "otlp")
        section.finish()
    }
}
