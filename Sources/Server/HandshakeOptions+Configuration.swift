internal import Configuration
internal import Logging
internal import TLS

/// From what a configuration says to what TLS does.
extension HandshakeOptions {
    /// Reads the authorities' files; blocks.
    init(_ options: TLSOptions, _ logger: Logger) throws(TLSError) {
        var profile = TLSProfile(options.limits)
        if !options.curves.isEmpty { profile.groups = Self.groups(options, logger) }
        let usual = HandshakeOptions()
        // HTTP/1.1 alone is spoken.
        let protocols = options.alpnProtocols.map { wanted in wanted.filter(usual.protocols.contains) }
        self.init(name: options.id, profile: profile, protocols: protocols ?? usual.protocols)
        clients = try ClientProof(options.clientAuthentication)
        isStrict = options.isStrict
        issuesTickets = options.issuesTickets
    }

    private static func groups(_ options: TLSOptions, _ logger: Logger) -> [String] {
        options.curves.compactMap { curve in
            let group = curve.group
            if TLSProfile.hasGroup(group) { return group }
            logger.warning(
                "tls.options.\(options.name).curvePreferences: this OpenSSL has no \(curve.rawValue); the others are used"
            )
            return nil
        }
    }
}

extension HandshakeOptions.ClientProof {
    fileprivate init(_ settings: ClientAuthentication) throws(TLSError) {
        switch settings.kind {
        case .none: self.init()
        case .request: self.init(.wanted)
        case .requireAny: self.init(.needed)
        case .verifyIfGiven: self.init(.wanted, authorities: try authorityText(settings.authorities))
        case .requireAndVerify: self.init(.needed, authorities: try authorityText(settings.authorities))
        }
    }
}

/// The text of all of these PEM files.
func authorityText(_ files: [String]) throws(TLSError) -> [UInt8] {
    var text: [UInt8] = []
    for file in files {
        let bytes = try PEM.bytes(of: file)
        try PEM.checkCertificates(bytes, from: PEM.place(of: file))
        text += bytes + [UInt8(ascii: "\n")]
    }
    return text
}

extension TLSProfile {
    init(_ limits: TLSLimits) {
        self.init()
        oldest = TLSVersion(limits.oldest)
        newest = TLSVersion(limits.newest)
        let chosen = limits.cipherSuites.compactMap { TLSProfile.suite(registered: $0) }
        if !chosen.isEmpty { suites12 = chosen }
    }
}

extension TLSVersion {
    fileprivate init(_ version: TLSLimits.Version) {
        self =
            switch version {
            case .tls12: .tls12
            case .tls13: .tls13
            }
    }
}

extension TLSCurve {
    /// OpenSSL's name.
    fileprivate var group: String {
        switch self {
        case .p256: "P-256"
        case .p384: "P-384"
        case .p521: "P-521"
        case .x25519, .x25519MLKEM768, .p256MLKEM768, .p384MLKEM1024: rawValue
        }
    }
}
