extension LoadBalancer {
    init(_ section: Section, transports: Objects<ServersTransport>) {
        self.init(servers: [])
        for element in section.elements("servers") {
            if let server = UpstreamServer(element) { servers.append(server) }
        }
        passHostHeader = section.boolean("passHostHeader", default: true)
        strategy = section.choice("strategy", default: .wrr)
        sticky = section.stickyCookie()
        healthCheck = section.section("healthCheck").map { HealthCheck($0) }
        passiveHealthCheck = section.section("passiveHealthCheck").map { PassiveHealthCheck($0) }
        if let forwarding = section.section("responseForwarding") {
            flushInterval = forwarding.flushInterval(default: flushInterval)
            forwarding.finish()
        }
        serversTransport = transports.resolveTransport(section)
        section.finish()
    }
}

extension Section {
    /// As a duration, but negative ones mean "at once".
    fileprivate func flushInterval(default fallback: Duration) -> Duration {
        option(
            "flushInterval", default: fallback, allowed: "a duration like 100ms, or a negative one for none",
            print: { $0 < .zero ? "-1ns" : DurationText.print($0) },
            parse: { text in
                guard text.hasPrefix("-") else { return DurationText.parse(text) }
                return DurationText.parse(String(text.dropFirst())).map { _ in .nanoseconds(-1) }
            })
    }
}

extension UpstreamServer {
    /// Nil, with a complaint, when the URL is no good.
    init?(_ section: Section) {
        let text = section.requiredText("url", "a URL like http://127.0.0.1:9000")
        let parts = text.isEmpty ? nil : ServerURLText(parsing: text, in: section)
        let weight = section.integer("weight", default: 1, in: Int.min...Int.max)
        let preservesPath = section.boolean("preservePath", default: false)
        section.ignores("fenced")
        section.finish()
        guard let parts else { return nil }
        self.init(url: parts.url, address: text)
        self.weight = balancingWeight(weight)
        if preservesPath {
            basePath = parts.basePath
        } else if !parts.basePath.isEmpty {
            section.warn("url", section.take("url"), "its path is not used without `preservePath`")
        }
    }
}

/// `http[s]://host[:port][/path]`, taken apart.
private struct ServerURLText {
    let url: UpstreamURL
    /// Without a slash at its end.
    let basePath: String

    /// Nil, with a complaint about `url`, for anything else.
    init?(parsing text: String, in section: Section) {
        let node = section.take("url")
        var path: Substring
        do throws(UpstreamURL.Fault) {
            (url, path) = try UpstreamURL.parse(text)
        } catch {
            section.complain("url", node, error.cure)
            return nil
        }
        if path.contains(where: { $0 == "?" || $0 == "#" }) {
            section.warn("url", node, "its query and fragment are not used")
            path = path.prefix { $0 != "?" && $0 != "#" }
        }
        guard path.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            section.complain("url", node, "other characters than those of ASCII stand percent-encoded in its path")
            return nil
        }
        while path.last == "/" { path.removeLast() }
        basePath = String(path)
    }
}

extension UpstreamURL.Fault {
    /// What is to be written instead.
    fileprivate var cure: String {
        switch self {
        case .form: "expected http://host[:port] or https://host[:port]"
        case .scheme: "the scheme must be http or https (h2c is not built yet)"
        case .authority: "expected a host name, an address or [an IPv6 address], and a port from 1 to 65535"
        }
    }
}
