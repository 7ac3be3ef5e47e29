import Testing

@testable import Configuration

@Suite struct LabelsTests {
    private func errors(_ labels: [String: String]) -> [String] {
        Labels(labels, container: "c").problems.filter { $0.severity == .error }.map(\.description)
    }

    @Test func labelsMakeATree() {
        let labels = Labels(
            [
                "traefik.enable": "true", "traefik.docker.network": "backend", "traefik.foo.x": "ignored",
                "com.docker.compose.project": "p", "traefik": "no option",
                "traefik.HTTP.Routers.Web.Rule": "Host(`a`)", "traefik.http.routers.Web.tls": "true",
                "traefik.http.routers.Web.tls.domains[0].main": "a",
                "traefik.http.services.s.loadbalancer.server.port": "80",
            ], container: "c")
        #expect(labels.problems.isEmpty && labels.isLabelled)
        #expect(labels.container.value(at: "enable") == "true")
        #expect(labels.container.value(at: "docker", "network") == "backend")
        #expect(labels.dynamic.children.map(\.key) == ["http"])
        let http = labels.dynamic["http"]
        #expect(http?.value(at: "routers", "web", "rule") == "Host(`a`)")
        #expect(http?.value(at: "routers", "Web", "tls") == "true")
        #expect(http?["routers"]?["Web"]?["tls"]?["domains"]?.items?[0].value(at: "main") == "a")
        let server = http?["services"]?["s"]?["loadBalancer"]?["servers"]?.items?.first
        #expect(server?.value(at: "port") == "80")
        #expect(server?.anySource.description == "container c, label traefik.http.services.s.loadbalancer.server.port")
    }

    /// The first in the order of keys gives the name.
    @Test func namesThatDifferByCaseAreOne() {
        let labels = Labels(
            [
                "traefik.http.routers.WEB.rule": "Host(`a`)", "traefik.http.routers.web.priority": "2",
                "traefik.http.routers.web.rule": "Host(`b`)",
                "traefik.http.middlewares.h.headers.customRequestHeaders.X-Some": "1",
            ], container: "c")
        let routers = labels.dynamic["http"]?["routers"]
        #expect(routers?.children.map(\.key) == ["WEB"])
        #expect(routers?.value(at: "web", "rule") == "Host(`b`)")
        let headers = labels.dynamic["http"]?["middlewares"]?["h"]?["headers"]?["customRequestHeaders"]
        #expect(headers?.children.map(\.key) == ["X-Some"])
    }

    @Test func ourLabelsGoOverTraefiks() {
        let labels = Labels(
            [
                "traefik.enable": "false", "usher.enable": "true", "usher.cache": "media", "usher.cache.ttl": "1h",
                "traefik.http.routers.web.rule": "Host(`a`)", "usher.http.routers.Web.rule": "Host(`b`)",
            ], container: "c")
        #expect(labels.problems.isEmpty)
        #expect(labels.container.value(at: "enable") == "true")
        #expect(labels.container.value(at: "cache") == "media")
        #expect(labels.container.value(at: "cache", "ttl") == "1h")
        #expect(labels.dynamic.value(at: "http", "routers", "web", "rule") == "Host(`b`)")
    }

    @Test(arguments: [
        (
            "Traefik.enable",
            "error: container c, label Traefik.enable: its first word has to be \"traefik\", in lower case"
        ),
        ("usher.enabel", "error: container c, label usher.enabel: unknown option; did you mean \"enable\"?"),
        ("traefik.http..x", "error: container c, label traefik.http..x:  = \"1\": not a valid option name"),
        (
            "traefik.http.services.s.loadbalancer.servers[0].url",
            "error: container c, label traefik.http.services.s.loadbalancer.servers[0].url: "
                + "a container is one server; write loadbalancer.server.port"
        ),
        (
            "traefik.http.services.s.weighted.services[0].name",
            "error: container c, label traefik.http.services.s.weighted.services[0].name: "
                + "not for labels; only a file may have it"
        ),
        (
            "traefik.http.middlewares.m.cache.store",
            "error: container c, label traefik.http.middlewares.m.cache.store: "
                + "only usher has it: write usher.http.middlewares.m.cache"
        ),
    ])
    func whatIsWrongIsNamed(_ label: String, _ expected: String) { #expect(errors([label: "1"]) == [expected]) }

    @Test func containersOfOthersAreNotLabelled() {
        #expect(!Labels(["com.docker.compose.service": "db", "traefikx.enable": "true"], container: "c").isLabelled)
    }
}
