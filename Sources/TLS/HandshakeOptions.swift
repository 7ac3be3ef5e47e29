/// What a server's connections have to agree to, apart from the certificate that they are shown.
package struct HandshakeOptions: Sendable, Equatable {
    /// What is asked of clients about themselves.
    package struct ClientProof: Sendable, Equatable {
        package enum Demand: Sendable {
            /// No certificate is asked for.
            case none
            /// One is asked for, and may be missing.
            case wanted
            /// Who shows none is refused.
            case needed
        }

        package var demand = Demand.none
        /// PEM text of those whose word counts; nil where any certificate will do.
        package var authorities: [UInt8]?

        package init(_ demand: Demand = .none, authorities: [UInt8]? = nil) {
            (self.demand, self.authorities) = (demand, authorities)
        }
    }

    package static let defaultName = "default"

    package var name: String
    package var profile: TLSProfile
    /// For ALPN, best first; empty chooses none. A client that offers only others is refused (RFC 7301 §3.2).
    package var protocols: [String]
    package var clients = ClientProof()
    /// Refuse clients that ask for a name without a certificate of its own, or for none.
    package var isStrict = false
    package var issuesTickets = true

    package init(
        name: String = defaultName, profile: TLSProfile = .hardened, protocols: [String] = ["http/1.1"]
    ) {
        (self.name, self.profile, self.protocols) = (name, profile, protocols)
    }

    /// Throws what keeps them from being used.
    package func check() throws(TLSError) {
        _ = try ServerContext(self, fallback: nil, ticketLifetime: .seconds(1))
    }
}

/// Which options go with which name that a client asks for.
package struct OptionsByName: Sendable {
    /// Those that can be used; who would need others is refused.
    package var options: [HandshakeOptions]
    /// Names of options by host name, in lower case; `*.d` stands for one label more than `d`.
    package var hosts: [String: String]
    /// For every other name, and for none.
    package var fallback: String

    package init(
        _ options: [HandshakeOptions] = [HandshakeOptions()], hosts: [String: String] = [:],
        fallback: String = HandshakeOptions.defaultName
    ) {
        (self.options, self.hosts, self.fallback) = (options, hosts, fallback)
    }

    /// The name of the options for a name in lower case.
    func name(for host: String?) -> String {
        guard let host, !hosts.isEmpty else { return fallback }
        if let exact = hosts[host] { return exact }
        guard let dot = host.utf8.firstIndex(of: UInt8(ascii: ".")) else { return fallback }
        return hosts["*" + host[dot...]] ?? fallback
    }
}
