internal import Configuration

/// Collects which TLS options the routers of an entry point want for which host.
struct HostClaims {
    /// Two routers that want different options for one host.
    struct Contest {
        let first: String
        let second: String
        let host: String
    }

    struct Claim {
        /// Id of the options.
        var options: String
        let router: String
        var isContested = false
    }

    /// Ids of options that clients without the right certificate are turned away for.
    let demanding: Set<String>
    private(set) var hosts: [HostBound: Claim] = [:]
    /// What all routers want; known only where some options are demanding.
    private var wishes: [HostBound: [Claim]] = [:]
    private(set) var contests: [Contest] = []
    /// Ids of demanding options, by the id of the router that wants them.
    private(set) var demands: [String: String] = [:]

    init(demanding: Set<String>) { self.demanding = demanding }

    /// Hears what a router wants; to be called for all of them before one is admitted.
    mutating func hear(_ router: Router, _ rule: Rule, at entryPoint: EntryPoint) {
        if demanding.isEmpty { return }
        for host in rule.expression.namedHosts {
            let options = router.tls?.options ?? entryPoint.tlsOptions
            wishes[host, default: []].append(Claim(options: options, router: router.name))
        }
    }

    /// Notes what a router wants; false, with a problem, when it cannot be served: its options turn clients away, and it
    /// names no host that they could be chosen by, or one for which another router wants others. Those whose options
    /// turn nobody away are then served with the default ones, and warned of.
    mutating func admit(
        _ router: Router, _ rule: Rule, at entryPoint: EntryPoint, _ sources: OptionSources,
        _ problems: inout [ConfigProblem]
    ) -> Bool {
        let options = router.tls?.options ?? entryPoint.tlsOptions
        let hosts = rule.expression.namedHosts
        if options != TLSOptions.defaultID, hosts.isEmpty {
            let problem = hostlessProblem(router, options, at: sources[router.rulePath])
            // It may stand at several entry points.
            if !problems.contains(problem) { problems.append(problem) }
            return !demanding.contains(options)
        }
        if demanding.contains(options) {
            if let contest = contest(of: router, options, hosts) {
                let problem = contestProblem(contest, options, at: sources)
                if !problems.contains(problem) { problems.append(problem) }
                return false
            }
            demands[router.id] = options
        }
        for host in hosts { claim(host, options, router.name) }
        return true
    }

    /// Another router that wants other options for one of these hosts.
    private func contest(of router: Router, _ options: String, _ hosts: Set<HostBound>) -> Contest? {
        for host in hosts.sorted(by: { $0.text < $1.text }) {
            if let other = wishes[host]?.first(where: { $0.options != options }) {
                return Contest(first: other.router, second: router.name, host: host.text)
            }
        }
        return nil
    }

    private func contestProblem(_ contest: Contest, _ options: String, at sources: OptionSources) -> ConfigProblem {
        let path = "http.routers.\(contest.second).tls.options"
        return ConfigProblem(
            .error, at: sources[path], keyPath: path, value: options,
            message:
                "the router \"\(contest.first)\" wants other TLS options for the host \"\(contest.host)\", and options "
                + "are chosen before the request is known; \"\(contest.second)\" is disabled, because clients would not "
                + "be asked for certificates: give both the same options, or hosts of their own")
    }

    private func hostlessProblem(_ router: Router, _ options: String, at source: ConfigSource) -> ConfigProblem {
        let isRefused = demanding.contains(options)
        return ConfigProblem(
            isRefused ? .error : .warning, at: source, keyPath: router.rulePath, value: router.rule,
            message: "names no host by which its TLS options \"\(options)\" could be chosen"
                + (isRefused
                    ? "; disabled, because they ask clients for certificates and would not be asked: name hosts, or ask in "
                        + "the options \"\(TLSOptions.defaultID)\""
                    : "; it gets the default ones"))
    }

    private mutating func claim(_ host: HostBound, _ options: String, _ router: String) {
        guard var known = hosts[host] else {
            hosts[host] = Claim(options: options, router: router)
            return
        }
        guard known.isContested || known.options != options else { return }
        if !known.isContested || options != TLSOptions.defaultID {
            contests.append(Contest(first: known.router, second: router, host: host.text))
        }
        (known.options, known.isContested) = (TLSOptions.defaultID, true)
        hosts[host] = known
    }
}

extension [HostClaims.Contest] {
    /// One warning for each pair of routers, however many hosts they contest; ordered by name.
    func warnings(_ sources: OptionSources) -> [ConfigProblem] {
        let hosts = Dictionary(map { ($0, $0.host) }, uniquingKeysWith: Swift.min)
        return hosts.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }.map { contest, host in
            let path = "http.routers.\(contest.second).tls.options"
            return ConfigProblem(
                .warning, at: sources[path], keyPath: path,
                message: "the routers \"\(contest.first)\" and \"\(contest.second)\" want different TLS options for "
                    + "the host \"\(host)\", which are chosen before the request is known; it gets the default ones")
        }
    }
}

extension HostClaims.Contest: Hashable {
    static func == (left: Self, right: Self) -> Bool { (left.first, left.second) == (right.first, right.second) }

    func hash(into hasher: inout Hasher) {
        hasher.combine(first)
        hasher.combine(second)
    }
}

extension HostBound {
    /// As a rule has it.
    var text: String {
        switch self {
        case .exact(let name): String(decoding: name, as: UTF8.self)
        case .below(let name): "*." + String(decoding: name, as: UTF8.self)
        }
    }
}
