extension Service {
    /// Nil, with a complaint, when it is of no kind that is built, or of several. Its children are not looked at.
    init?(name: String, _ section: Section, transports: Objects<ServersTransport>) {
        let kinds = Kind.all(in: section, transports: transports)
        section.finish()
        guard let kind = kinds.first else {
            if section.node?.isAbsent != false {
                section.complain("loadBalancer", nil, "expected a loadBalancer with its servers")
            }
            return nil
        }
        if kinds.count > 1 { section.complain("several kinds of service under one name; give each a name of its own") }
        self.init(name: name, kind: kind)
        provider = section.provider
    }
}

extension Service.Kind {
    /// One for each kind whose options are there.
    fileprivate static func all(in section: Section, transports: Objects<ServersTransport>) -> [Self] {
        [
            section.section("loadBalancer").map { .loadBalancer(LoadBalancer($0, transports: transports)) },
            section.section("weighted").map { .weighted(WeightedServices($0, maySticky: true)) },
            section.section("highestRandomWeight").map {
                .highestRandomWeight(WeightedServices($0, maySticky: false))
            },
            section.section("mirroring").map { .mirroring(Mirroring($0)) },
            section.section("failover").map { .failover(Failover($0)) },
        ].compactMap { $0 }
    }
}

extension WeightedServices {
    init(_ section: Section, maySticky: Bool) {
        self.init(members: [])
        for element in section.elements("services") {
            let name = element.requiredText("name", "the name of a service")
            let weight = element.integer("weight", default: 1, in: Int.min...Int.max)
            element.finish()
            if !name.isEmpty { members.append(Member(service: name, weight: balancingWeight(weight))) }
        }
        if members.isEmpty {
            section.complain("services", section.take("services"), "expected services with names and weights")
        }
        if maySticky { sticky = section.stickyCookie() }
        heedsHealth = section.heedsHealth()
        section.finish()
    }
}

extension Mirroring {
    init(_ section: Section) {
        self.init(service: section.requiredText("service", "the name of a service"))
        for element in section.elements("mirrors") {
            let name = element.requiredText("name", "the name of a service")
            let percent = element.integer("percent", default: 0, in: 0...100)
            element.finish()
            if !name.isEmpty { mirrors.append(Mirror(service: name, percent: percent)) }
        }
        copiesBody = section.boolean("mirrorBody", default: true)
        maxBodySize = Int64(section.integer("maxBodySize", default: -1, in: -1...Int.max))
        heedsHealth = section.heedsHealth()
        section.finish()
    }
}

extension Failover {
    init(_ section: Section) {
        self.init(
            service: section.requiredText("service", "the name of a service"),
            fallback: section.requiredText("fallback", "the name of a service"))
        heedsHealth = section.heedsHealth()
        errors = section.section("errors").map { Errors($0) }
        section.finish()
    }
}

extension Failover.Errors {
    fileprivate init(_ section: Section) {
        self.init(statuses: section.statuses("status"))
        if statuses.isEmpty {
            section.complain("status", section.take("status"), "expected statuses like 503 or ranges like 500-599")
        }
        maxRequestBodyBytes = section.integer("maxRequestBodyBytes", default: maxRequestBodyBytes, in: -1...Int.max)
        section.finish()
    }
}

extension Section {
    /// Whether there is a `healthCheck`, which has no options where a service stands for others.
    fileprivate func heedsHealth() -> Bool {
        guard let section = section("healthCheck") else { return false }
        section.finish()
        return true
    }
}

/// A weight as written, made one that sums of weights cannot overflow with; below 1 it means that nothing is to be sent.
func balancingWeight(_ written: Int) -> Int { min(max(0, written), 1_000_000) }
