/// What connections to the hosts of some routers have to agree to: `tls.options.NAME`.
package struct TLSOptions: Sendable, Hashable {
    /// Those of routers that name none.
    package static let defaultID = "default"

    package var name: String
    /// The provider they come from.
    package var provider = ProviderName.file
    package var limits = TLSLimits()
    /// Groups for the key exchange, best first; empty means usher's own choice.
    package var curves: [TLSCurve] = []
    package var clientAuthentication = ClientAuthentication()
    /// Refuse clients that ask for a name without a certificate of its own, or for none.
    package var isStrict = false
    /// Protocols for ALPN, best first; nil means usher's own choice.
    package var alpnProtocols: [String]?
    package var issuesTickets = true

    package init(name: String) { self.name = name }

    package var id: String { Self.id(of: name, in: provider) }

    /// The id behind a reference (`NAME`, `NAME@PROVIDER`); the default ones have no provider.
    static func id(of reference: String, in provider: String) -> String {
        reference == defaultID ? reference : qualified(reference, in: provider)
    }
}

/// Versions and suites that a side of TLS agrees to.
package struct TLSLimits: Sendable, Hashable {
    /// By Go's names.
    package enum Version: String, Sendable, CaseIterable {
        case tls12 = "VersionTLS12"
        case tls13 = "VersionTLS13"
    }

    package var oldest = Version.tls12
    /// Never older than `oldest`.
    package var newest = Version.tls13
    /// Suites of TLS 1.2, by their registered names, best first; empty means usher's own choice. Those of TLS 1.3 are
    /// always on.
    package var cipherSuites: [String] = []

    package init() {}
}

/// Groups for the key exchange, by Go's names.
package enum TLSCurve: String, Sendable, CaseIterable {
    case p256 = "CurveP256"
    case p384 = "CurveP384"
    case p521 = "CurveP521"
    case x25519 = "X25519"
    case x25519MLKEM768 = "X25519MLKEM768"
    case p256MLKEM768 = "SecP256r1MLKEM768"
    case p384MLKEM1024 = "SecP384r1MLKEM1024"
}

/// Whether clients have to say who they are, and whose word is taken for it: `clientAuth`.
package struct ClientAuthentication: Sendable, Hashable {
    /// By Go's names.
    package enum Kind: String, Sendable, CaseIterable {
        case none = "NoClientCert"
        /// Asked for; who shows none, or any, is served.
        case request = "RequestClientCert"
        /// Who shows none is refused; any will do.
        case requireAny = "RequireAnyClientCert"
        /// Who shows one that no authority vouches for is refused.
        case verifyIfGiven = "VerifyClientCertIfGiven"
        case requireAndVerify = "RequireAndVerifyClientCert"
    }

    package var kind = Kind.none
    /// Whether clients may be turned away for it.
    package var restricts: Bool { kind != .none && kind != .request }
    /// Paths of PEM files, or their text; never empty where certificates are verified.
    package var authorities: [String] = []

    package init() {}
}
