/// Which certificate is served for which name; the cost of a lookup does not grow with their number.
package struct CertificateTable: Sendable {
    private var exact: [String: Identity] = [:]
    /// Wildcards, under the name behind their `*.`.
    private var wildcards: [String: Identity] = [:]
    private var addresses: [[UInt8]: Identity] = [:]
    /// For names without one of their own.
    let fallback: Identity

    /// Where several are for one name, the first counts.
    package init(_ identities: [Identity], fallback: Identity) {
        self.fallback = fallback
        for identity in identities { add(identity) }
    }

    private mutating func add(_ identity: Identity) {
        for name in identity.facts.names {
            if name.hasPrefix("*.") {
                let parent = String(name.dropFirst(2))
                wildcards[parent] = wildcards[parent] ?? identity
            } else {
                exact[name] = exact[name] ?? identity
            }
        }
        for address in identity.facts.addresses { addresses[address] = addresses[address] ?? identity }
    }

    /// For the name that a client asks for, in any case, with or without a dot at the end: the exact name, then a
    /// wildcard for its first label (RFC 9525 §6.3); nil without either.
    func find(_ name: String) -> Identity? {
        var name = name.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        if let identity = exact[name] { return identity }
        guard !wildcards.isEmpty, let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        return wildcards[String(name[name.index(after: dot)...])]
    }

    func identity(for name: String) -> Identity { find(name) ?? fallback }

    /// Whether a certificate names any IP address.
    var hasAddresses: Bool { !addresses.isEmpty }

    /// For a client that names nobody: a certificate for the address it connected to.
    func find(address: [UInt8]) -> Identity? { addresses[address] }

    func identity(forAddress address: [UInt8]) -> Identity { find(address: address) ?? fallback }
}
