extension Service {
    init(name: String, _ section: Section, transports: Objects<ServersTransport>) {
        self.init(name: name, servers: [])
        section.refuses("weighted", "mirroring", "failover", "highestRandomWeight")
        if let balancer = section.section("loadBalancer") {
            for element in balancer.elements("servers") {
                if let server = UpstreamServer(element) { servers.append(server) }
            }
            passHostHeader = balancer.boolean("passHostHeader", default: true)
            balancer.ignores("responseForwarding", "healthCheck", "passiveHealthCheck", "sticky", "strategy")
            serversTransport = transports.resolveTransport(balancer)
            balancer.finish()
        } else if section.node?.isAbsent != false {
            section.complain("loadBalancer", nil, "expected a loadBalancer with its servers")
        }
        section.finish()
    }
}

extension UpstreamServer {
    /// Nil, with a complaint, when the URL is no good.
    init?(_ section: Section) {
        let text = section.requiredText("url", "a URL like http://127.0.0.1:9000")
        let url = text.isEmpty ? nil : UpstreamURL(parsing: text, in: section)
        let weight = section.integer("weight", default: 1, in: Int.min...Int.max)
        if section.boolean("preservePath", default: false) {
            section.complain("preservePath", section.take("preservePath"), "not built yet")
        }
        section.ignores("fenced")
        section.finish()
        guard let url else { return nil }
        self.init(url: url)
        self.weight = max(0, weight)
    }
}

extension UpstreamURL {
    /// `http[s]://host[:port][/path]`; nil, with a complaint about `url`, for anything else.
    init?(parsing text: String, in section: Section) {
        let node = section.take("url")
        guard let mark = text.firstRange(of: "://") else {
            section.complain("url", node, "expected http://host[:port] or https://host[:port]")
            return nil
        }
        guard let scheme = Scheme(rawValue: text[..<mark.lowerBound].lowercased()) else {
            section.complain("url", node, "the scheme must be http or https (h2c is not built yet)")
            return nil
        }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = splitAuthority(authority), !host.isEmpty, port != 0 else {
            section.complain(
                "url", node, "expected a host name, an address or [an IPv6 address], and a port from 1 to 65535")
            return nil
        }
        let path = rest[authority.endIndex...]
        if !path.isEmpty, path != "/" { section.warn("url", node, "only its scheme, host and port are used") }
        self.init(scheme: scheme, host: host, port: port ?? (scheme == .http ? 80 : 443))
    }
}
