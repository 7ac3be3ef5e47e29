extension RouterReader {
    /// A router's `tls`; it, or where it has none that of its entry points, has to name options that are there.
    func tls(_ section: Section, _ entryPoints: [String]) -> RouterTLS? {
        if let given = section.section("tls") { return RouterTLS(given, among: tlsOptions) }
        for entryPoint in entryPoints.compactMap(fixed.entryPoint) where entryPoint.givesTLS {
            guard let problem = tlsOptions.trouble(with: entryPoint.tlsOptions) else { continue }
            section.complain("tls", nil, "the entry point \"\(entryPoint.name)\" gives it TLS, and \(problem)")
        }
        return nil
    }
}

extension RouterTLS {
    init(_ section: Section, among known: Objects<TLSOptions>) {
        section.notePresence()
        self.init(options: section.tlsOptions())
        if let problem = known.trouble(with: options) {
            let name = String(options.prefix { $0 != "@" })
            let near = known.names.contains(name) ? nil : nearest(to: name, among: known.names)
            section.complain("options", section.take("options"), problem, suggestion: near)
        }
        section.ignores("certResolver", "domains")
        section.finish()
    }
}

extension Section {
    /// Id of the TLS options that `options` refers to; the default ones belong to nobody and everybody.
    func tlsOptions() -> String {
        TLSOptions.id(of: text("options", default: TLSOptions.defaultID), in: ProviderName.file)
    }
}

extension Objects<TLSOptions> {
    /// Why nobody can be served with the options of that id; nil when all is well. The default ones need not be written
    /// anywhere.
    fileprivate func trouble(with id: String) -> String? {
        let name = String(id.prefix { $0 != "@" })
        if faulty.contains(name) { return "the TLS options \"\(name)\" have errors of their own" }
        if id == TLSOptions.defaultID || valid[name]?.id == id { return nil }
        return "there are no TLS options \"\(id.hasSuffix("@\(ProviderName.file)") ? name : id)\""
    }
}
