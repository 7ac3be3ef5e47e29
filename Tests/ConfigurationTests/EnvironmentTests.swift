import Testing

@testable import Configuration

@Suite struct EnvironmentTests {
    @Test func namesArePathsAndNumbersArePlaces() {
        let (tree, problems) = Environment.parse([
            "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS": ":80", "TRAEFIK_ENTRYPOINTS_WEB_HTTP_TLS_DOMAINS_1_MAIN": "a.example",
            "TRAEFIK_PING": "true", "PATH": "/bin", "XTRAEFIK_A": "1", "USHER_CACHES_MEDIA_SIZE": "1GiB",
        ])
        #expect(problems.isEmpty)
        #expect(tree.children.map { $0.key }.sorted() == ["caches", "entrypoints", "ping"])
        #expect(tree.value(at: "entryPoints", "web", "address") == ":80")
        #expect(tree["entryPoints"]?["web"]?["http"]?["tls"]?["domains"]?.items?[1].value(at: "main") == "a.example")
        #expect(tree["caches"]?["media"]?["size"]?.source == .environment("USHER_CACHES_MEDIA_SIZE"))
    }

    @Test func ushersOwnGoOverTraefiks() {
        let (tree, _) = Environment.parse([
            "TRAEFIK_LOG_LEVEL": "ERROR", "USHER_LOG_LEVEL": "DEBUG", "TRAEFIK_LOG_FORMAT": "json",
        ])
        #expect(tree.value(at: "log", "level") == "DEBUG" && tree.value(at: "log", "format") == "json")
    }

    @Test(arguments: [
        "USHER_SERVICE_HOST", "USHER_SERVICE_PORT", "USHER_SERVICE_PORT_HTTP", "USHER_PORT_80_TCP_ADDR",
        "TRAEFIK_PORT_443_TCP", "USHER_WEB_SERVICE_HOST",
    ])
    func variablesOfServiceLinksAreNotOurs(name: String) {
        #expect(Environment.parse([name: "10.0.0.1", "USHER_PORT": "tcp://10.0.0.1:80"]).tree.children.isEmpty)
    }

    @Test func namesThatLookLikeServiceLinksAreOurs() {
        let name = "TRAEFIK_ENTRYPOINTS_TCP_TRANSPORT_LIFECYCLE_GRACETIMEOUT"
        #expect(
            Environment.parse([name: "1"]).tree.value(
                at: "entryPoints", "tcp", "transport", "lifeCycle", "graceTimeOut") == "1")
    }

    @Test(arguments: ["USHER_", "USHER_LOG__LEVEL", "USHER__LOG", "USHER_LOG_"])
    func malformedNames(name: String) {
        #expect(Environment.parse([name: "x"]).problems.hasErrors)
        let traefiks = Environment.parse([name.replacing("USHER", with: "TRAEFIK"): "x"]).problems
        #expect(traefiks.count == 1 && !traefiks.hasErrors)
    }

    /// What is set, and what the one problem says.
    @Test(arguments: [
        ("TRAEFIK_CERTS_HOME", "warning: TRAEFIK_CERTS_HOME: certs: no section of the static configuration"),
        (
            "TRAEFIK_LOG_LEVLE",
            "error: TRAEFIK_LOG_LEVLE: log.levle = \"INFO\": unknown option; did you mean \"level\"?"
        ),
        ("USHER_LOGG_LEVEL", "error: USHER_LOGG_LEVEL: logg: unknown option; did you mean \"log\"?"),
        ("USHER_LOG_LEVLE", "error: USHER_LOG_LEVLE: log.levle = \"INFO\": unknown option; did you mean \"level\"?"),
        ("TRAEFIK_TRACING_SERVICENAME", "warning: TRAEFIK_TRACING_SERVICENAME: tracing: not supported yet"),
        (
            "TRAEFIK_TRACING_SERVICENAM",
            "error: TRAEFIK_TRACING_SERVICENAM: tracing.servicenam = \"INFO\": unknown option"
        ),
    ])
    func unknownVariables(name: String, message: String) {
        let loaded = StaticConfiguration.load(arguments: [], environment: [name: "INFO"], search: [])
        #expect(loaded.problems.contains { $0.description.hasPrefix(message) }, "\(loaded.problems)")
        #expect((loaded.model == nil) == message.hasPrefix("error"))
    }
}
