internal import RegularExpressions

extension ForwardAuth {
    /// Nil, with a complaint, when the address or an expression is no good.
    init?(_ section: Section) {
        let text = section.requiredText("address", "a URL like http://authelia:9091/api/authz/forward-auth")
        let address = text.isEmpty ? nil : Self.address(text, section)
        let hasPattern = section.take("authResponseHeadersRegex")?.value.map { !$0.isEmpty } ?? false
        let pattern = hasPattern ? section.pattern("authResponseHeadersRegex") : nil
        self.init(
            server: address?.server ?? UpstreamURL(scheme: .http, host: "", port: 1), target: address?.target ?? "/")
        responseHeadersPattern = pattern
        if section.take("trustForwardHeader") != nil {
            trustsForwarded = section.boolean("trustForwardHeader", default: false)
        }
        responseHeaders = section.fieldNames("authResponseHeaders")
        requestHeaders = section.fieldNames("authRequestHeaders")
        cookies = section.list("addAuthCookiesToResponse")
        headerField = section.fieldName("headerField")
        readLimits(section)
        let signin = section.fieldValue("authSigninURL")
        signinURL = signin.isEmpty ? nil : signin
        transport = section.section("tls").flatMap(Self.transport)
        section.finish()
        guard address != nil, !hasPattern || pattern != nil else { return nil }
    }

    private mutating func readLimits(_ section: Section) {
        forwardsBody = section.boolean("forwardBody", default: false)
        maxBodySize = section.integer("maxBodySize", default: -1, in: -1...Int.max)
        maxResponseBodySize = section.integer("maxResponseBodySize", default: -1, in: -1...Int.max)
        preservesLocation = section.boolean("preserveLocationHeader", default: false)
        preservesMethod = section.boolean("preserveRequestMethod", default: false)
    }

    /// Nil where nothing is asked for that is not so in any case.
    private static func transport(_ tls: Section) -> ServersTransport? {
        var transport = ServersTransport()
        transport.authorities = tls.pemList("ca")
        if tls.take("cert") != nil || tls.take("key") != nil {
            transport.certificates = [CertificateFiles(certFile: tls.pem("cert"), keyFile: tls.pem("key"))]
        }
        transport.skipsVerification = tls.boolean("insecureSkipVerify", default: false)
        tls.ignores("caOptional")
        tls.finish()
        return transport == ServersTransport() ? nil : transport
    }

    /// `http[s]://host[:port][/path][?query]`
    private static func address(_ text: String, _ section: Section) -> (server: UpstreamURL, target: String)? {
        func complain() {
            section.complain("address", section.take("address"), "expected http[s]://host[:port][/path][?query]")
        }
        guard let mark = text.firstRange(of: "://"),
            let scheme = UpstreamURL.Scheme(rawValue: text[..<mark.lowerBound].lowercased()),
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else {
            complain()
            return nil
        }
        let rest = text[mark.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let (host, port) = splitAuthority(authority), !host.isEmpty, port != 0 else {
            complain()
            return nil
        }
        let target = rest[authority.endIndex...].prefix { $0 != "#" }
        let server = UpstreamURL(scheme: scheme, host: host, port: port ?? (scheme == .http ? 80 : 443))
        return (server, target.hasPrefix("/") ? String(target) : "/" + target)
    }
}
