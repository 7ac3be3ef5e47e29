internal import LinuxIO

extension DynamicConfiguration {
    /// Reads and decodes what the file provider is pointed at; blocks. The model is nil when there is nothing to go on
    /// with: the one file as a whole is no good, or the directory is not there.
    package static func load(
        _ provider: FileProviderSettings, for fixed: StaticConfiguration,
        environment: [String: String] = processEnvironment()
    ) -> Loaded<DynamicConfiguration> {
        let (tree, problems) = provider.read(environment: environment)
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
        let middlewares = Objects(http.named("middlewares"), kind: "middleware") { name, section in
            Middleware(name: name, section, caches: fixed.caches)
        }
        let services = Objects(http.named("services"), kind: "service") { Service(name: $0, $1) }
        let reader = RouterReader(
            fixed: fixed, middlewares: middlewares, services: services, hasUnbuiltTLSOptions: tls.hasUnbuiltOptions)
        let routers = Objects(http.named("routers"), kind: "router") { reader.router(named: $0, $1) }
        http.ignores("serversTransports")
        http.finish()
        root.ignores("tcp", "udp")
        root.finish()
        let model = DynamicConfiguration(
            routers: routers.sorted, services: services.sorted, middlewares: middlewares.sorted, tls: tls.settings)
        return Loaded(model: model, options: log.options, problems: log.problems)
    }
}

/// The objects of one kind: those that are valid, and the names of those that are not.
struct Objects<Object> {
    /// What one of them is called in a message.
    let kind: String
    private(set) var valid: [String: Object] = [:]
    private(set) var faulty: Set<String> = []

    init(
        _ named: [(name: String, section: Section)], kind: String, decode: (String, Section) -> Object?
    ) {
        self.kind = kind
        for (name, section) in named {
            if let object = section.log.whole({ decode(name, section) }) {
                valid[name] = object
            } else {
                faulty.insert(name)
            }
        }
    }

    var names: [String] { Array(valid.keys) + faulty }

    /// Ordered by name, byte by byte, whatever the order of the source.
    var sorted: [Object] {
        valid.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }
}

/// The `tls` section: what is offered, and whether it asks for more than usher can do.
private struct DynamicTLS {
    var settings = TLSSettings()
    /// Options for all TLS connections are configured that are not built; TLS routers must then not be served.
    var hasUnbuiltOptions = false

    init(_ section: Section) {
        for element in section.elements("certificates") {
            if let files = element.log.whole({ CertificateFiles(element) }) { settings.certificates.append(files) }
        }
        for (name, store) in section.named("stores") {
            if name != "default" {
                store.log.add(
                    ConfigProblem(
                        .error, at: store.source, keyPath: store.keyPath,
                        message: "the only store is \"default\""))
            }
            settings.defaultCertificate = store.section("defaultCertificate").flatMap { certificate in
                certificate.log.whole { CertificateFiles(certificate) }
            }
            store.ignores("defaultGeneratedCert")
            store.finish()
        }
        for (name, options) in section.named("options") {
            options.log.add(
                ConfigProblem(
                    .error, at: options.source, keyPath: options.keyPath,
                    message: "TLS options are not built yet; routers that need them are disabled"))
            if name == "default" { hasUnbuiltOptions = true }
        }
        section.finish()
    }
}

extension CertificateFiles {
    init(_ section: Section) {
        self.init(
            certFile: section.requiredText("certFile", "the path of a PEM file"),
            keyFile: section.requiredText("keyFile", "the path of a PEM file"))
        for (name, text) in [("certFile", certFile), ("keyFile", keyFile)] where text.hasPrefix("-----BEGIN") {
            section.complain(name, nil, "certificates in the configuration itself are not built yet; give a path")
        }
        section.ignores("stores")
        section.finish()
    }
}
