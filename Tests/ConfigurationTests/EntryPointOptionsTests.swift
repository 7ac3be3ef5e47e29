import LinuxIO
import Testing

@testable import Configuration

@Suite struct EntryPointOptionsTests {
    private func entryPoint(_ options: String) throws -> EntryPoint {
        let loaded = try decodeStatic("entryPoints: {secure: {address: ':8443'}, web: {address: ':80', \(options)}}")
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        return try #require(loaded.model?.entryPoint(named: "web"))
    }

    private func network(_ text: String) -> AddressNetwork { AddressNetwork(text)! }

    @Test func defaults() throws {
        let web = try entryPoint("reusePort: true")
        #expect(web.requests == RequestPolicy() && web.proxyPeers.isEmpty && web.redirection == nil)
        #expect(web.requests.sanitizesPath && web.requests.appendsForwardedFor && web.requests.logsAccess)
        #expect(web.keepAliveMaxRequests == 0 && web.keepAliveMaxTime == .zero && web.middlewares.isEmpty)
    }

    @Test func requestOptions() throws {
        let requests = try entryPoint(
            """
            forwardedHeaders: {trustedIPs: [192.0.2.1, "2001:db8::/32"], connection: [x-a], notAppendXForwardedFor: true},
            observability: {accessLogs: false},
            http: {sanitizePath: false, encodeQuerySemicolons: true, underscoreHeadersStrategy: Delete,
            encodedCharacters: {allowEncodedSlash: false, allowEncodedNullCharacter: false, allowEncodedHash: true}}
            """
        ).requests
        #expect(requests.trusted == AddressSet([network("192.0.2.1"), network("2001:db8::/32")]))
        #expect(!requests.appendsForwardedFor && !requests.logsAccess && !requests.sanitizesPath)
        #expect(requests.encodesQuerySemicolons && requests.refusedEscapes == [.slash, .null])
        #expect(requests.aliases == AliasedFields(.delete, underscoreOnly: true))
        #expect(try entryPoint("http: {aliasHeadersStrategy: reject}").requests.aliases == AliasedFields(.reject))
    }

    /// `insecure` means everybody, of both families.
    @Test(arguments: ["forwardedHeaders", "proxyProtocol"]) func everybody(section: String) throws {
        let web = try entryPoint("\(section): {insecure: true}")
        let (trusted, others) =
            section == "proxyProtocol" ? (web.proxyPeers, web.requests.trusted) : (web.requests.trusted, web.proxyPeers)
        for ip in ["203.0.113.9", "2001:db8::9", "::ffff:203.0.113.9"] {
            #expect(trusted.contains(SocketAddress(ip: ip, port: 1)!))
        }
        #expect(others.isEmpty)
    }

    @Test func connectionOptions() throws {
        let web = try entryPoint(
            "proxyProtocol: {trustedIPs: [10.0.0.0/8]}, transport: {keepAliveMaxTime: 1m, keepAliveMaxRequests: 7}")
        #expect(web.proxyPeers == AddressSet([network("10.0.0.0/8")]))
        #expect(web.keepAliveMaxTime == .seconds(60) && web.keepAliveMaxRequests == 7)
    }

    @Test func redirections() throws {
        let named = try entryPoint("http: {middlewares: [a@file, b@file], redirections: {entryPoint: {to: secure}}}")
        #expect(named.middlewares == ["a@file", "b@file"])
        let https = RedirectScheme(scheme: "https", port: 8443, isPermanent: true)
        #expect(named.redirection == EntryPointRedirection(target: "secure", redirect: https, priority: .max - 1))
        let other = try entryPoint(
            "http: {redirections: {entryPoint: {to: ':81', scheme: http, permanent: false, priority: 5}}}")
        let http = RedirectScheme(scheme: "http", port: 81)
        #expect(other.redirection == EntryPointRedirection(target: ":81", redirect: http, priority: 5))
    }

    /// A router without one of its entry point's middlewares is not served.
    @Test func routersNeedTheirEntryPointsMiddlewares() throws {
        let fixed = try #require(
            try decodeStatic("entryPoints: {web: {address: ':80', http: {middlewares: [a@file]}}, b: {address: ':1'}}")
                .model)
        let service = "services: {s: {loadBalancer: {servers: [{url: 'http://x'}]}}}"
        func routers(_ middlewares: String) throws -> Loaded<DynamicConfiguration> {
            let rule = "rule: 'Path(`/`)', service: s"
            let routers = "routers: {on: {\(rule), entryPoints: [web]}, off: {\(rule), entryPoints: [b]}}"
            return try decodeDynamic("http: {\(routers), \(service)\(middlewares)}", for: fixed)
        }
        let without = try routers("")
        #expect(without.model?.routers.map(\.name) == ["off"])
        #expect(without.errors.count == 1 && without.errors[0].contains("\"a@file\""), "\(without.errors)")
        let with = try routers(", middlewares: {a: {addPrefix: {prefix: /x}}}")
        #expect(with.model?.routers.map(\.name) == ["off", "on"] && with.errors.isEmpty)
    }

    @Test func aRouterMayStayOutOfTheLog() throws {
        let loaded = try decodeDynamic(
            "http: {routers: {a: {rule: 'Path(`/`)', service: ping@internal, observability: {accessLogs: false}}}}")
        #expect(loaded.model?.routers.first?.logsAccess == false && loaded.problems.isEmpty)
    }
}
