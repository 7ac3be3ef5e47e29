extension DynamicConfiguration {
    /// Reads and decodes a dynamic file; blocks. The model is nil when the file as a whole is no good.
    package static func load(file path: String, for fixed: StaticConfiguration) -> Loaded<DynamicConfiguration> {
        do throws(ConfigProblem) {
            return decode(try ConfigTree(yaml: readConfigFile(path), path: path), for: fixed)
        } catch {
            return Loaded(model: nil, problems: [error])
        }
    }

    /// Decodes a dynamic tree. Objects with errors are left out, and so are routers that need one of them.
    package static func decode(_ tree: ConfigTree, for fixed: StaticConfiguration) -> Loaded<DynamicConfiguration> {
        let log = DecodingLog()
        let root = Section(tree, keyPath: "", log: log)
        let tls = DynamicTLS(root.sectionOrDefaults("tls"))
        let http = root.sectionOrDefaults("http")
        let services = Objects(http.named("services"), kind: "service") { Service(name: $0, $1) }
        let surroundings = MiddlewareSurroundings(caches: fixed.caches, services: services)
        let middlewares = Objects(http.named("middlewares"), kind: "middleware") { name, section in
            Middleware(name: name, section, surroundings)
        }
        let reader = RouterReader(
            fixed: fixed, middlewares: middlewares, services: services, hasUnbuiltTLSOptions: tls.hasUnbuiltOptions)
        let named = http.named("routers")
        let routers = RouterTrees(Objects(named, kind: "router") { reader.router(named: $0, $1) }, named)
        http.ignores("serversTransports")
        http.finish()
        root.ignores("tcp", "udp")
        root.finish()
        let model = DynamicConfiguration(
            routers: routers.sorted, services: services.sorted, middlewares: middlewares.sorted, tls: tls.settings)
        return Loaded(model: model, options: log.options, problems: log.problems)
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
