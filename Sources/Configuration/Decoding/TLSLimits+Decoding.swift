extension TLSLimits {
    /// `minVersion`, `maxVersion` and `cipherSuites` of a section.
    init(_ section: Section) {
        self.init()
        newest = Self.version("maxVersion", in: section, default: newest)
        oldest = Self.oldestVersion(section, default: oldest)
        readSuites(section)
        if oldest == .tls13, newest == .tls12 {
            section.complain("maxVersion", section.take("maxVersion"), "older than what is asked for at least")
        }
    }

    private static func version(_ name: String, in section: Section, default fallback: Version) -> Version {
        section.choice(name, default: fallback)
    }

    /// Versions that are too old for anybody stand in many files; what is spoken begins with TLS 1.2.
    private static func oldestVersion(_ section: Section, default fallback: Version) -> Version {
        let node = section.take("minVersion")
        guard let text = node?.value, ["versiontls10", "versiontls11"].contains(text.lowercased()) else {
            return version("minVersion", in: section, default: fallback)
        }
        section.warn("minVersion", node, "TLS 1.2 is the oldest version that is spoken")
        return .tls12
    }

    private mutating func readSuites(_ section: Section) {
        let names = section.list("cipherSuites")
        let node = section.take("cipherSuites")
        for name in names {
            let name = CipherSuiteNames.short[name] ?? name
            if CipherSuiteNames.offered.contains(name) {
                cipherSuites.append(name)
            } else if CipherSuiteNames.refused.contains(name) {
                section.warn("cipherSuites", node, "\(name) is too weak, and not offered")
            } else if !CipherSuiteNames.alwaysOn.contains(name) {
                section.complain(
                    "cipherSuites", node, "there is no suite \"\(name)\"",
                    suggestion: nearest(to: name, among: CipherSuiteNames.all))
            }
        }
        // Without any of its suites there is no TLS 1.2.
        if !names.isEmpty, cipherSuites.isEmpty { oldest = .tls13 }
    }
}
