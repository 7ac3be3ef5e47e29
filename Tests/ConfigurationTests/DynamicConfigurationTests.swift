import Testing

@testable import Configuration

/// A dynamic file whose router `good` works, with room for what a test adds.
private func file(routers: String = "", middlewares: String = "", services: String = "", rest: String = "") -> String {
    """
    http:
      routers:
        good: {rule: "Path(`/`)", service: origin, middlewares: [media], entryPoints: [web]}
        \(routers)
      middlewares:
        media: {cache: {store: media}}
        \(middlewares)
      services:
        origin: {loadBalancer: {servers: [{url: "http://127.0.0.1:9000"}]}}
        \(services)
    \(rest)
    """
}

@Suite struct DynamicConfigurationTests {
    private let server = UpstreamServer(url: UpstreamURL(scheme: .http, host: "127.0.0.1", port: 9000))

    @Test func aWholeFileIsRead() throws {
        let loaded = try decodeDynamic(
            file(
                routers: """
                    also: {rule: "Host(`a`)", service: "origin@file", middlewares: "media, media@file", priority: 7, tls: {}}
                    """,
                services: """
                    two: {loadBalancer: {passHostHeader: false, servers: [{url: "https://[::1]"}, {url: "http://B:81/", weight: 3}]}}
                    """,
                rest: """
                    tls:
                      certificates: [{certFile: /c, keyFile: /k}]
                      stores: {default: {defaultCertificate: {certFile: /dc, keyFile: /dk}}}
                    """))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        var two = LoadBalancer(servers: [
            UpstreamServer(url: UpstreamURL(scheme: .https, host: "::1", port: 443)),
            UpstreamServer(url: UpstreamURL(scheme: .http, host: "b", port: 81), address: "http://B:81/"),
        ])
        two.servers[1].weight = 3
        two.passHostHeader = false
        var expected = DynamicConfiguration(
            routers: [
                Router(
                    name: "also", rule: "Host(`a`)", entryPoints: ["web", "websecure"],
                    middlewares: ["media@file", "media@file"], service: "origin@file", priority: 7, tls: RouterTLS()),
                Router(
                    name: "good", rule: "Path(`/`)", entryPoints: ["web"], middlewares: ["media@file"],
                    service: "origin@file"),
            ],
            services: [
                Service(name: "origin", kind: .loadBalancer(LoadBalancer(servers: [server]))),
                Service(name: "two", kind: .loadBalancer(two)),
            ],
            middlewares: [Middleware(name: "media", kind: .cache(CachePolicy(store: "media")))])
        expected.tls.certificates = [CertificateFiles(certFile: "/c", keyFile: "/k")]
        expected.tls.defaultCertificate = CertificateFiles(certFile: "/dc", keyFile: "/dk")
        #expect(loaded.model == expected)
    }

    /// A router that must be disabled, and what the error says; `good` goes on.
    @Test(arguments: [
        ("{service: origin}", "bad.rule: expected a rule"),
        ("{rule: r}", "bad.service: expected the name of a service"),
        ("{rule: r, service: orign}", "there is no service \"orign\"; did you mean \"origin\"?"),
        ("{rule: r, service: api@internal}", "api is not enabled"),
        ("{rule: r, service: pong@internal}", "usher has no service of that name; did you mean \"ping@internal\"?"),
        (
            "{rule: r, service: origin, middlewares: [medai]}",
            "there is no middleware \"medai\"; did you mean \"media\"?"
        ),
        ("{rule: r, service: origin, middlewares: [media, x@docker]}", "no provider for the middleware \"x@docker\""),
        ("{rule: r, service: origin, entryPoints: [wep]}", "there is no entry point for this router"),
        (
            "{rule: r, service: origin, tls: {options: strict}}",
            "options = \"strict\": there are no TLS options \"strict\""
        ),
        ("{rule: r, service: origin, parentRefs: [goood]}", "no router \"goood@file\"; did you mean \"good\"?"),
        ("{rule: r, service: origin, ruleSyntax: v2}", "rules are read as v3: write Host(`a`) || Host(`b`)"),
        ("{rule: r, service: origin, ruleSyntax: v4}", "the only syntax is v3"),
        ("{rule: r, service: origin, priority: 9223372036854775807}", "expected a whole number from"),
        ("{rule: r, service: origin, prioriti: 5}", "unknown option; did you mean \"priority\"?"),
        ("{rule: r, service: origin, middlewares: {a: b}}", "expected a list of texts"),
        ("{rule: [r], service: origin}", "bad.rule: expected a rule"),
        ("text", "bad = \"text\": expected options"),
    ])
    func aFaultyRouterIsDisabled(router: String, message: String) throws {
        let loaded = try decodeDynamic(file(routers: "bad: \(router)"))
        #expect(loaded.model?.routers.map(\.name) == ["good"])
        if message != "is not valid here" {
            #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
        }
        #expect(!loaded.errors.isEmpty && loaded.errors.allSatisfy { $0.hasPrefix("error: dynamic.yml:4:") })
    }

    /// A middleware that is no good; the router that uses it is never served without it.
    @Test(
        arguments: [
            ("{grpcWeb: {allowOrigins: [x]}}", "the middleware grpcWeb is not built yet"),
            ("{basicAut: {users: [x]}}", "did you mean \"basicAuth\"?"),
            ("{cache: {store: medja}}", "there is no cache \"medja\" under `caches`; did you mean \"media\"?"),
            ("{cache: {stale: 5}}", "stale = \"5\": not built yet"),
            ("{cache: {ttl: soon}}", "expected a duration"),
            ("{cache: {store: media}, plugin: {}}", "the middleware plugin is not built yet"),
            ("{retry: {}}", "at least 1"),
            ("{retry: {attempts: 2, status: [5xx]}}", "neither a status like 404"),
            ("{errors: {service: origin, statusRewrites: {'500': '101'}}}", "and the status it becomes"),
            ("{errors: {service: nobody}}", "there is no service \"nobody\""),
            ("{errors: {service: origin, status: ['599-500']}}", "neither a status like 404"),
            ("{headers: {}}", "expected a middleware's options"),
            ("{headers: {sslRedirect: true}}", "use redirectScheme"),
            ("{headers: {customRequestHeaders: {'a b': c}}}", "is not the name of a field"),
            ("{redirectRegex: {regex: '(', replacement: x}}", "not a regular expression in Go's syntax"),
            ("{replacePathRegex: {replacement: x}}", "expected a regular expression"),
            ("{}", "expected a middleware's options"),
            ("{cache: false}", nil),
            ("{addPrefix: {}}", "addPrefix.prefix: expected a path"),
            ("{stripPrefix: {prefixes: }}", "stripPrefix.prefixes: expected paths"),
            ("{redirectScheme: {scheme: https, port: 0}}", "expected a port"),
            ("{chain: {middlewares: }}", "expected the names of middlewares"),
            ("{addPrefix: {prefix: /a}, stripPrefix: {prefixes: [/b]}}", "several kinds of middleware"),
        ] as [(String, String?)])
    func aFaultyMiddlewareDisablesItsRouters(middleware: String, message: String?) throws {
        let router = "bad: {rule: r, service: origin, middlewares: [guard]}"
        let loaded = try decodeDynamic(file(routers: router, middlewares: "guard: \(middleware)"))
        #expect(loaded.model?.routers.map(\.name) == ["good"])
        #expect(loaded.model?.middlewares.map(\.name) == ["media"])
        if let message { #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)") }
        #expect(loaded.errors.contains { $0.contains("the middleware \"guard\" has errors of its own") })
    }

    @Test(arguments: [
        ("{}", "expected a loadBalancer"),
        ("{weighted: {}}", "expected services with names"),
        ("{loadBalancer: {servers: [{url: '127.0.0.1:9000'}]}}", "expected http://host"),
        ("{loadBalancer: {servers: [{url: 'h2c://a'}]}}", "h2c is not built yet"),
        ("{loadBalancer: {servers: [{url: 'http://'}]}}", "expected a host name"),
        ("{loadBalancer: {servers: [{url: 'http://u:p@h'}]}}", "expected a host name"),
        ("{loadBalancer: {servers: [{url: 'http://a:0'}]}}", "a port from 1 to 65535"),
        ("{loadBalancer: {servers: [{}]}}", "servers[0].url: expected a URL"),
        ("{loadBalancer: {servers: [text]}}", "expected options"),
        ("{loadBalancer: {servers: {url: x}}}", "expected a list"),
        ("{loadBalancer: {serversTransport: x}}", "serversTransport = \"x\": there is no transport \"x\""),
    ])
    func aFaultyServiceDisablesItsRouters(service: String, message: String) throws {
        let loaded = try decodeDynamic(file(routers: "bad: {rule: r, service: other}", services: "other: \(service)"))
        #expect(loaded.model?.routers.map(\.name) == ["good"])
        #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
        #expect(loaded.errors.contains { $0.contains("the service \"other\" has errors of its own") })
    }

    @Test(arguments: [
        "{loadBalancer: {servers: [{url: 'http://a/base'}]}}", "{loadBalancer: {servers: [{url: 'http://a?q'}]}}",
        "{loadBalancer: {servers: [{url: 'http://a', fenced: true}]}}",
    ])
    func whatDoesNoHarmIsOnlyWarnedOf(service: String) throws {
        let loaded = try decodeDynamic(file(routers: "more: {rule: r, service: other}", services: "other: \(service)"))
        #expect(loaded.model?.routers.map(\.name) == ["good", "more"])
        #expect(loaded.errors.isEmpty && loaded.warnings.count == 1)
    }

    @Test func oneMissingEntryPointOfSeveralIsWarnedOf() throws {
        let loaded = try decodeDynamic(file(routers: "more: {rule: r, service: origin, entryPoints: [wep, websecure]}"))
        #expect(loaded.model?.routers[1].entryPoints == ["websecure"])
        #expect(loaded.errors.isEmpty && loaded.warnings[0].contains("did you mean \"web\"?"))
    }

    @Test func chainsAreDissolvedInTheirOrder() throws {
        let middlewares = "a: {addPrefix: {prefix: /a}}\n    both: {chain: {middlewares: [a, media@file, a]}}"
        let router = "more: {rule: r, service: origin, middlewares: [media, both]}"
        let loaded = try decodeDynamic(file(routers: router, middlewares: middlewares))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        #expect(loaded.model?.routers[1].middlewares == ["media@file", "a@file", "media@file", "a@file"])
    }

    @Test(arguments: [
        (
            "one: {chain: {middlewares: [two]}}\n    two: {chain: {middlewares: [one]}}",
            "\"one@file\" leads back to itself"
        ),
        ("one: {chain: {middlewares: [nobody]}}", "a chain leads to \"nobody@file\""),
    ])
    func aFaultyChainDisablesItsRouters(middlewares: String, message: String) throws {
        let router = "bad: {rule: r, service: origin, middlewares: [one]}"
        let loaded = try decodeDynamic(file(routers: router, middlewares: middlewares))
        #expect(loaded.model?.routers.map(\.name) == ["good"])
        #expect(loaded.errors.contains { $0.contains(message) }, "\(loaded.errors)")
    }

    @Test func thePolicyTakesItsStoresDefaults() throws {
        var fixed = usual
        fixed.caches[0].defaults.ttl = .seconds(60)
        let yaml = "http: {middlewares: {a: {cache: media}, b: {cache: {ttl: 5}}, c: {cache: {}}, d: {cache: true}}}"
        let loaded = try decodeDynamic(yaml, for: fixed)
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        let ttls: [Duration?] = loaded.model!.middlewares.map {
            if case .cache(let policy) = $0.kind { policy.ttl } else { nil }
        }
        #expect(ttls == [.seconds(60), .seconds(5), .seconds(60), .seconds(60)])
        fixed.caches.append(CacheSettings(name: "other", path: "/o", size: 1 << 30))
        #expect(
            try decodeDynamic("http: {middlewares: {c: {cache: {}}}}", for: fixed).model?.middlewares.isEmpty == true)
    }

    @Test func oneBadCertificateLeavesTheOthers() throws {
        let loaded = try decodeDynamic(
            "tls: {certificates: [{certFile: /a}, {certFile: /b, keyFile: /k}, {certFile: /c, keyFile: [k]}]}"
        )
        #expect(loaded.model?.tls.certificates == [CertificateFiles(certFile: "/b", keyFile: "/k")])
        #expect(loaded.errors.count == 2)
    }

    @Test func unknownSectionsAreErrorsAndTheRestServes() throws {
        let loaded = try decodeDynamic(file(rest: "htttp: {}\ntcp: {}"))
        #expect(loaded.model?.routers.map(\.name) == ["good"])
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains("did you mean \"http\"?"))
        #expect(loaded.warnings.count == 1)
    }
}
