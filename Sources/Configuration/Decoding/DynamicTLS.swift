/// The `tls` sections of a dynamic configuration, one for each provider.
struct DynamicTLS {
    private(set) var settings = TLSSettings()
    let options: Objects<TLSOptions>

    init(_ sections: [Section]) {
        options = Objects(sections.flatMap { $0.named("options") }, kind: "TLS options") { TLSOptions(name: $0, $1) }
        settings.options = options.sorted
        settings.hasFaultyDefault = options.faulty.contains(Objects<TLSOptions>.defaultKey)
        for section in sections { read(section) }
    }

    private mutating func read(_ section: Section) {
        for element in section.elements("certificates") {
            if let files = element.log.whole({ CertificateFiles(element) }) { settings.certificates.append(files) }
        }
        for (name, store) in section.named("stores") { readStore(name, store) }
        section.finish()
    }

    private mutating func readStore(_ name: String, _ store: Section) {
        guard name == "default" else {
            return store.log.add(
                ConfigProblem(
                    .error, at: store.source, keyPath: store.keyPath, message: "the only store is \"default\""))
        }
        if let certificate = store.section("defaultCertificate") {
            if settings.defaultCertificate == nil {
                settings.defaultCertificate = certificate.log.whole { CertificateFiles(certificate) }
            } else {
                store.warn(
                    "defaultCertificate", certificate.node, "another provider has a default certificate, which is used")
            }
        }
        store.ignores("defaultGeneratedCert")
        store.finish()
    }
}

extension CertificateFiles {
    init(_ section: Section) {
        self.init(certFile: section.pem("certFile"), keyFile: section.pem("keyFile"))
        for store in section.list("stores") where store != "default" {
            section.warn("stores", section.take("stores"), "the only store is \"default\"; the certificate is in it")
        }
        section.finish()
    }
}
