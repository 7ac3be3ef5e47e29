extension TLSOptions {
    init(name: String, _ section: Section) {
        self.init(name: name)
        provider = section.provider
        limits = TLSLimits(section)
        curves = Self.curves(section)
        clientAuthentication = ClientAuthentication(section.sectionOrDefaults("clientAuth"))
        isStrict = section.boolean("sniStrict", default: false)
        if section.take("alpnProtocols")?.isAbsent == false { alpnProtocols = Self.protocols(section) }
        issuesTickets = !section.boolean("disableSessionTickets", default: false)
        if let node = section.take("preferServerCipherSuites") {
            section.warn("preferServerCipherSuites", node, "without effect: the client knows which suite is its best")
        }
        section.finish()
    }

    private static func curves(_ section: Section) -> [TLSCurve] {
        section.list("curvePreferences").compactMap { name in
            if let curve = TLSCurve(rawValue: name) { return curve }
            section.complain(
                "curvePreferences", section.take("curvePreferences"), "there is no curve \"\(name)\"",
                suggestion: nearest(to: name, among: TLSCurve.allCases.map(\.rawValue)))
            return nil
        }
    }

    /// Others than these may be written, and are never chosen: nobody speaks them here.
    private static let known = ["http/1.1", "h2", "acme-tls/1"]

    private static func protocols(_ section: Section) -> [String] {
        let names = section.list("alpnProtocols")
        for name in names where !known.contains(name) {
            section.warn("alpnProtocols", section.take("alpnProtocols"), "\"\(name)\" is not spoken here")
        }
        return names
    }
}

extension ClientAuthentication {
    init(_ section: Section) {
        self.init()
        authorities = section.pemList("caFiles")
        // Whoever names authorities wants them asked.
        kind = section.choice("clientAuthType", default: authorities.isEmpty ? .none : .requireAndVerify)
        if authorities.isEmpty, kind == .verifyIfGiven || kind == .requireAndVerify {
            section.complain("caFiles", nil, "expected the authorities that \(kind.rawValue) needs")
        }
        section.finish()
    }
}
