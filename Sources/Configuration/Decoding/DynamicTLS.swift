/// The `tls` section of a dynamic configuration.
struct DynamicTLS {
    private(set) var settings = TLSSettings()
    let options: Objects<TLSOptions>

    init(_ section: Section) {
        options = Objects(section.named("options"), kind: "TLS options") { TLSOptions(name: $0, $1) }
        settings.options = options.sorted
        settings.hasFaultyDefault = options.faulty.contains(TLSOptions.defaultID)
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
        settings.defaultCertificate = store.section("defaultCertificate").flatMap { certificate in
            certificate.log.whole { CertificateFiles(certificate) }
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
