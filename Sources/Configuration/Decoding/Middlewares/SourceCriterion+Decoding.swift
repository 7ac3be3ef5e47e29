internal import LinuxIO

extension SourceCriterion {
    /// The criterion under `sourceCriterion`, or else `fallback`.
    init(_ section: Section, default fallback: SourceCriterion) {
        self = fallback
        guard let criterion = section.section("sourceCriterion") else { return }
        let strategy = criterion.section("ipStrategy").map { IPStrategy($0) }
        let field = criterion.fieldName("requestHeaderName")
        let isHost = criterion.boolean("requestHost", default: false)
        criterion.finish()
        let given = [strategy.map(Self.address), field.map(Self.field), isHost ? .host : nil].compactMap { $0 }
        if given.count > 1 {
            criterion.complain("only one of ipStrategy, requestHeaderName and requestHost can tell clients apart")
        }
        if let first = given.first { self = first }
    }
}

extension IPStrategy {
    init(_ section: Section) {
        self.init()
        depth = section.integer("depth", default: 0, in: 0...Int.max)
        excluded = section.networks("excludedIPs")
        if section.take("ipv6Subnet") != nil { ipv6Subnet = section.integer("ipv6Subnet", default: 128, in: 1...128) }
        section.finish()
    }
}

extension Section {
    /// A list of addresses and networks.
    func networks(_ name: String) -> AddressSet {
        AddressSet(
            list(name).compactMap { text in
                if let network = AddressNetwork(text) { return network }
                complain(
                    name, take(name),
                    "\"\(text)\" is neither an address nor a network like 192.0.2.0/24 or 2001:db8::/32")
                return nil
            })
    }

    /// The name of a field; nil when it is not given.
    func fieldName(_ name: String) -> String? {
        guard let child = take(name), !child.isAbsent else { return nil }
        return fieldNames(name).first
    }
}
