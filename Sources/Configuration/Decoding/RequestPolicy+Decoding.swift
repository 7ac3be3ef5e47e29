internal import LinuxIO

extension RequestPolicy {
    /// `forwardedHeaders`
    mutating func readForwarded(_ section: Section) {
        appendsForwardedFor = !section.boolean("notAppendXForwardedFor", default: false)
        // Middlewares see all of a request's fields anyway, those that `Connection` names too.
        _ = section.list("connection")
        trusted = section.trustedPeers()
    }

    /// Those of an entry point's `http` options that are about requests.
    mutating func readHTTP(_ section: Section) {
        sanitizesPath = section.boolean("sanitizePath", default: sanitizesPath)
        encodesQuerySemicolons = section.boolean("encodeQuerySemicolons", default: encodesQuerySemicolons)
        refusedEscapes = EncodedCharacters(
            refusedBy: section.sectionOrDefaults("encodedCharacters"), allowed: true)
        aliases = AliasedFields(section)
    }
}

extension EncodedCharacters {
    /// Those that `allowEncoded…` options say no to.
    ///
    /// - Parameter allowed: what an option means that is not there.
    init(refusedBy section: Section, allowed: Bool) {
        let names: [(String, EncodedCharacters)] = [
            ("Slash", .slash), ("BackSlash", .backSlash), ("NullCharacter", .null), ("Semicolon", .semicolon),
            ("Percent", .percent), ("QuestionMark", .questionMark), ("Hash", .hash),
        ]
        self = []
        for (name, character) in names where !section.boolean("allowEncoded\(name)", default: allowed) {
            insert(character)
        }
        section.finish()
    }
}

extension AliasedFields {
    init(_ section: Section) {
        let (all, older) = ("aliasHeadersStrategy", "underscoreHeadersStrategy")
        let underscores = section.choice(older, default: Strategy.keep)
        let node = section.take(all)
        guard node?.isAbsent ?? true else {
            self.init(section.choice(all, default: .keep))
            if section.take(older) != nil, strategy != underscores {
                section.complain(older, section.take(older), "\(all) says something else; give only that one")
            }
            return
        }
        self = underscores == .keep ? .keep : AliasedFields(underscores, underscoreOnly: true)
    }
}

extension EntryPointRedirection {
    init(_ section: Section) {
        let target = section.requiredText("to", "the name of an entry point, or a port like \":443\"")
        let redirect = RedirectScheme(
            scheme: section.text("scheme", default: "https"), port: nil,
            isPermanent: section.boolean("permanent", default: true))
        let highest = Self.highestPriority
        self.init(
            target: target, redirect: redirect,
            priority: section.integer("priority", default: highest, in: Int.min...highest))
        section.finish()
    }

    /// Where the target's port is known: `:PORT`, or what `port` says of an entry point; false when there is none.
    mutating func settlePort(of port: (String) -> UInt16?) -> Bool {
        let number = target.hasPrefix(":") ? UInt16(target.dropFirst()) : port(target)
        redirect.port = number
        return number != nil
    }
}

extension Section {
    /// `insecure`, which means everybody, or `trustedIPs`; the section's last options.
    func trustedPeers() -> AddressSet {
        let isInsecure = boolean("insecure", default: false)
        let listed = addresses("trustedIPs")
        finish()
        return isInsecure ? AddressSet(["0.0.0.0/0", "::/0"].compactMap { AddressNetwork($0) }) : listed
    }

    /// A list of IP addresses and networks.
    func addresses(_ name: String) -> AddressSet {
        AddressSet(
            list(name).compactMap { text in
                if let network = AddressNetwork(text) { return network }
                complain(
                    name, take(name), "\"\(text)\" is no IP address like 192.0.2.1, nor a network like 192.0.2.0/24")
                return nil
            })
    }

    /// The options of a section of Traefik's that has no effect yet.
    func ignoresAll(_ names: String...) {
        for name in names { ignores(name) }
        finish()
    }
}

extension StaticConfiguration {
    /// Finds the ports that redirections lead to, once all entry points are known.
    mutating func settleRedirections(_ root: Section) {
        for (index, entryPoint) in entryPoints.enumerated() {
            guard var redirection = entryPoint.redirection, !redirection.target.isEmpty else { continue }
            let isKnown = redirection.settlePort { self.entryPoint(named: $0)?.address.port }
            entryPoints[index].redirection = redirection
            guard !isKnown else { continue }
            let path = ["http", "redirections", "entryPoint", "to"]
            let node = path.reduce(root.node?["entryPoints"]?[entryPoint.name]) { $0?[$1] }
            root.complain(
                "entryPoints.\(entryPoint.name).\(path.joined(separator: "."))", node,
                "expected the name of an entry point, or a port like \":443\"",
                suggestion: nearest(to: redirection.target, among: entryPoints.map(\.name)))
        }
    }
}
