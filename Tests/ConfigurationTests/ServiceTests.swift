import Testing

@testable import Configuration

/// A file with one router on the service `s`, which leads to what a test gives.
private func file(_ services: String) -> String {
    "http: {routers: {r: {rule: \"Path(`/`)\", service: s}}, services: {\(services)}}"
}

private let a = "a: {loadBalancer: {servers: [{url: 'http://a'}], healthCheck: {}}}"
private let b = "b: {loadBalancer: {servers: [{url: 'http://b'}]}}"

@Suite struct ServiceTests {
    private func service(_ text: String, _ others: String...) throws -> Service? {
        let loaded = try decodeDynamic(file((["s: \(text)"] + others).joined(separator: ", ")))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        return loaded.model?.service("s@file")
    }

    @Test func aLoadBalancerIsReadWhole() throws {
        let service = try service(
            """
            {loadBalancer: {servers: [{url: 'http://A:81/base/', weight: 3, preservePath: true}, {url: 'https://b', weight: -1}],
            passHostHeader: false, strategy: P2C, responseForwarding: {flushInterval: -1},
            sticky: {cookie: {name: c, secure: true, httpOnly: false, sameSite: Strict, maxAge: 9, path: /p, domain: d}},
            healthCheck: {path: health, scheme: https, port: 99, hostname: h, method: head, status: 204, headers: {X-A: b},
            followRedirects: false, interval: 3, unhealthyInterval: 1s, timeout: 500ms},
            passiveHealthCheck: {failureWindow: 7, maxFailedAttempts: 2}}}
            """)
        var server = UpstreamServer(
            url: UpstreamURL(scheme: .http, host: "a", port: 81), address: "http://A:81/base/")
        (server.weight, server.basePath) = (3, "/base")
        var other = UpstreamServer(url: UpstreamURL(scheme: .https, host: "b", port: 443))
        other.weight = 0
        var expected = LoadBalancer(servers: [server, other])
        (expected.passHostHeader, expected.strategy) = (false, .p2c)
        expected.flushInterval = .nanoseconds(-1)
        var cookie = StickyCookie()
        (cookie.name, cookie.isSecure, cookie.isHTTPOnly, cookie.sameSite) = ("c", true, false, .strict)
        (cookie.maxAge, cookie.path, cookie.domain) = (9, "/p", "d")
        expected.sticky = cookie
        var check = HealthCheck()
        (check.path, check.scheme, check.port, check.hostname) = ("/health", .https, 99, "h")
        (check.method, check.status, check.followsRedirects) = ("HEAD", 204, false)
        check.fields = [HTTPField(name: "X-A", value: "b")]
        (check.interval, check.unhealthyInterval) = (.seconds(3), .seconds(1))
        check.timeout = .milliseconds(500)
        expected.healthCheck = check
        var passive = PassiveHealthCheck()
        (passive.failureWindow, passive.maxFailedAttempts) = (.seconds(7), 2)
        expected.passiveHealthCheck = passive
        #expect(service?.loadBalancer == expected)
    }

    @Test func defaultsAreTraefiks() throws {
        let balancer = try service(
            "{loadBalancer: {healthCheck: {interval: 4}, passiveHealthCheck: {}, sticky: {cookie: {}}}}")?.loadBalancer
        #expect(balancer?.strategy == .wrr && balancer?.passHostHeader == true && balancer?.servers == [])
        #expect(balancer?.sticky == StickyCookie() && balancer?.sticky?.path == "/")
        #expect(balancer?.healthCheck?.unhealthyInterval == .seconds(4))
        #expect(balancer?.healthCheck?.timeout == .seconds(5) && balancer?.healthCheck?.method == "GET")
        #expect(balancer?.passiveHealthCheck?.failureWindow == .seconds(10))
    }

    @Test func servicesOverServicesAreRead() throws {
        var weighted = WeightedServices(members: [.init(service: "a", weight: 3), .init(service: "a@file")])
        (weighted.heedsHealth, weighted.sticky) = (true, StickyCookie())
        let text = "services: [{name: a, weight: 3}, {name: a@file}], healthCheck: {}"
        #expect(try service("{weighted: {\(text), sticky: {cookie: {}}}}", a)?.kind == .weighted(weighted))
        weighted.sticky = nil
        #expect(try service("{highestRandomWeight: {\(text)}}", a)?.kind == .highestRandomWeight(weighted))
        var mirroring = Mirroring(service: "a")
        mirroring.mirrors = [.init(service: "b", percent: 10), .init(service: "a")]
        (mirroring.copiesBody, mirroring.maxBodySize) = (false, 5)
        #expect(
            try service(
                "{mirroring: {service: a, mirrors: [{name: b, percent: 10}, {name: a}], mirrorBody: false, maxBodySize: 5}}",
                a, b)?.kind == .mirroring(mirroring))
        var failover = Failover(service: "a", fallback: "b")
        failover.errors = .init(statuses: StatusRanges([500...504, 404...404]))
        failover.errors?.maxRequestBodyBytes = 9
        #expect(
            try service(
                "{failover: {service: a, fallback: b, errors: {status: [500-504, 404], maxRequestBodyBytes: 9}}}", a, b)?
                .kind == .failover(failover))
    }

    /// Services of which `s` is not in order, and what is said of it.
    @Test(arguments: [
        ("s: {weighted: {services: [{name: c}]}}", "there is no service \"c\""),
        ("s: {weighted: {services: [{name: c@docker}]}}", "there is no provider"),
        ("s: {weighted: {services: [{name: s}]}}", "leads back to itself"),
        (
            "s: {weighted: {services: [{name: t}]}}, t: {mirroring: {service: s}}",
            "http.services.t.mirroring: the service \"t@file\" leads back to itself"
        ),
        ("s: {weighted: {services: [{name: t}]}}, t: {mirroring: {service: u}}", "\"t\" has errors of its own"),
        ("s: {failover: {service: b, fallback: b, errors: {status: [abc]}}}", "neither a status"),
        ("s: {failover: {service: b, fallback: b, errors: {}}}", "expected statuses"),
        ("s: {failover: {service: b, fallback: b}}", "no reason for its fallback"),
        ("s: {failover: {service: a, fallback: b, healthCheck: {}}}, \(a)", "its service \"b\" has none"),
        ("s: {weighted: {services: [{name: b}], healthCheck: {}}}", "its service \"b\" has none"),
        ("s: {mirroring: {service: b, mirrors: [{name: b, percent: 101}]}}", "from 0 to 100"),
        ("s: {loadBalancer: {}, weighted: {services: [{name: b}]}}", "several kinds of service"),
        ("s: {loadBalancer: {strategy: random}}", "one of wrr, p2c, hrw, leasttime"),
        ("s: {loadBalancer: {sticky: {cookie: {sameSite: loose}}}}", "one of none, lax, strict"),
        ("s: {loadBalancer: {sticky: {cookie: {path: 'a;b'}}}}", "without semicolons"),
        ("s: {loadBalancer: {healthCheck: {mode: grpc}}}", "not built yet"),
        ("s: {loadBalancer: {healthCheck: {interval: 0}}}", "more than 0"),
        ("s: {loadBalancer: {healthCheck: {path: 'http://a/'}}}", "a path like /health"),
        ("s: {loadBalancer: {servers: [{url: 'http://a/ü', preservePath: true}]}}", "percent-encoded"),
    ])
    func aFaultyServiceIsLeftOut(services: String, message: String) throws {
        let loaded = try decodeDynamic(file(services + ", " + b))
        #expect(loaded.model?.service("s@file") == nil && loaded.model?.routers.isEmpty == true)
        #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
        #expect(loaded.model?.service("b@file") != nil)
    }
}
