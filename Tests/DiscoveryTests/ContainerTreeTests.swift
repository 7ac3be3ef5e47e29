import Configuration
import Testing

@testable import Discovery

/// The labels of containers, decoded as usher does it.
@Suite struct ContainerTreeTests {
    private func decode(
        _ containers: [Container], _ settings: DockerProviderSettings = DockerProviderSettings(),
        _ surroundings: Surroundings = Surroundings()
    ) -> Loaded<DynamicConfiguration> {
        let made = DockerConfiguration(containers, settings, surroundings)
        return DynamicConfiguration.decode(
            [ProvidedTree(ProviderName.docker, made.tree)], for: StaticConfiguration(), problems: made.problems)
    }

    private func container(_ name: String, _ labels: [String: String], ports: [Int] = [80]) -> Container {
        var container = Container(id: "id-\(name)", name: name)
        container.labels = labels
        container.networks = ["backend": "10.0.0.2"]
        container.ports = ports.map { Container.Port(number: $0) }
        return container
    }

    private func servers(_ loaded: Loaded<DynamicConfiguration>, _ id: String) -> [String]? {
        loaded.model?.service(id)?.servers.map(\.address)
    }

    private func errors(_ loaded: Loaded<DynamicConfiguration>) -> [String] {
        loaded.problems.filter { $0.severity == .error }.map(\.description)
    }

    private func warnings(_ loaded: Loaded<DynamicConfiguration>) -> [String] {
        loaded.problems.filter { $0.severity == .warning }.map(\.description)
    }

    // MARK: What is left out, and what labels leave out

    @Test func aLabelIsEnoughAndTheRestHasDefaults() throws {
        var given = container("whatever", ["traefik.enable": "true"], ports: [80, 443])
        given.labels["com.docker.compose.project"] = "cdn_back"
        given.labels["com.docker.compose.service"] = "redis"
        let loaded = decode([given])
        let router = try #require(loaded.model?.routers.first)
        #expect(router.id == "redis-cdn-back@docker" && router.rule == "Host(`redis-cdn-back`)")
        #expect(router.service == "redis-cdn-back@docker")
        #expect(servers(loaded, "redis-cdn-back@docker") == ["http://10.0.0.2:80"])
    }

    @Test func withoutALabelAContainerIsPrivate() {
        let database = container("db", ["com.docker.compose.service": "db"])
        #expect(decode([database]).model?.routers == [])
        var settings = DockerProviderSettings()
        settings.exposedByDefault = true
        #expect(decode([database], settings).model?.routers.map(\.name) == ["db"])
        settings.exposedByDefault = false
        #expect(decode([container("a", ["traefik.http.routers.a.rule": "Path(`/`)"])], settings).model?.routers == [])
        #expect(decode([container("a", ["usher.enable": "true"])], settings).model?.routers.count == 1)
    }

    @Test(arguments: ["false", "0", "F"]) func aContainerMayStayOut(_ value: String) {
        let loaded = decode([container("a", ["traefik.enable": value])])
        #expect(loaded.model?.routers == [] && loaded.problems.isEmpty)
    }

    @Test(arguments: [
        ("traefik.enable", "yes", "container a, label traefik.enable:  = \"yes\": expected true or false"),
        ("traefik.http.routers.a.rul", "x", "unknown option; did you mean \"rule\"?"),
        ("traefik.http.routers.a.priority", "high", "priority = \"high\": expected a whole number"),
        ("traefik.http.middlewares.m.nothing.x", "1", "unknown option"),
        ("traefik.http.services.a.loadbalancer.server.prot", "1", "unknown option"),
        ("traefik.http.services.a.loadbalancer.server.port", "http", "is no port"),
        ("traefik.http.services.a.loadbalancer.server.url", "http://x", "either a url, or a port"),
    ])
    func aWrongLabelLeavesTheContainerOut(_ label: String, _ value: String, _ expected: String) {
        var labels = [
            "traefik.http.routers.a.rule": "Path(`/`)", "traefik.http.services.a.loadbalancer.server.scheme": "http",
        ]
        labels[label] = value
        let loaded = decode([container("a", labels), container("b", ["traefik.enable": "true"])])
        #expect(loaded.model?.routers.map(\.name) == ["b"])
        #expect(errors(loaded).contains { $0.contains(expected) && $0.contains("container a") })
    }

    @Test func constraintsAreAboutAnyLabel() throws {
        var settings = DockerProviderSettings()
        settings.constraints = try LabelConstraint(parsing: "Label(`tier`, `web`) && !LabelRegex(`x`, `^b`)")
        let all = [
            container("a", ["traefik.enable": "true", "tier": "web"]),
            container("b", ["traefik.enable": "true", "tier": "web", "x": "bc"]),
            container("c", ["traefik.enable": "true"]),
        ]
        #expect(decode(all, settings).model?.routers.map(\.name) == ["a"])
    }

    @Test func onlyHealthyContainersGetRequests() {
        var settings = DockerProviderSettings()
        for (isRunning, health) in [(true, "starting"), (true, "unhealthy"), (false, "")] {
            var ill = container("a", ["traefik.enable": "true"])
            (ill.isRunning, ill.health) = (isRunning, health)
            settings.allowEmptyServices = false
            #expect(decode([ill], settings).model?.routers == [])
            settings.allowEmptyServices = true
            #expect(decode([ill], settings).model?.routers.count == (isRunning ? 1 : 0))
            #expect(servers(decode([ill], settings), "a@docker") == (isRunning ? [] : nil))
            ill.labels["traefik.docker.allownonrunning"] = "true"
            #expect(servers(decode([ill], settings), "a@docker") == [])
        }
    }

    // MARK: Services and routers

    @Test func aRouterWithoutAServiceHasTheOnlyOne() {
        let loaded = decode([
            container(
                "a",
                [
                    "traefik.http.routers.r.rule": "Path(`/`)",
                    "traefik.http.services.s.loadbalancer.server.port": "81",
                ]),
            container(
                "b",
                [
                    "traefik.http.routers.none.rule": "Path(`/`)", "traefik.http.routers.one.rule": "Path(`/`)",
                    "traefik.http.routers.one.service": "x",
                    "traefik.http.services.x.loadbalancer.server.port": "1",
                    "traefik.http.services.y.loadbalancer.server.port": "2",
                    "traefik.http.services.y.loadbalancer.server.scheme": "https",
                ]),
        ])
        #expect(loaded.model?.routers.map { "\($0.name) \($0.service)" } == ["one x@docker", "r s@docker"])
        #expect(servers(loaded, "s@docker") == ["http://10.0.0.2:81"])
        #expect(servers(loaded, "y@docker") == ["https://10.0.0.2:2"])
        #expect(errors(loaded).count == 1)
        #expect(errors(loaded).first?.contains("write traefik.http.routers.none.service") == true)
    }

    @Test func severalServicesAndNoRouterMakeNone() {
        let loaded = decode([
            container(
                "a",
                [
                    "traefik.http.services.x.loadbalancer.server.port": "1",
                    "traefik.http.services.y.loadbalancer.server.port": "2",
                ])
        ])
        #expect(loaded.model?.routers == [] && loaded.model?.services.count == 2)
    }

    @Test func aPortHasToBeKnown() {
        let loaded = decode([container("a", ["traefik.enable": "true"], ports: [])])
        #expect(loaded.model?.routers == [])
        #expect(errors(loaded).first?.contains("the port is missing") == true)
    }

    @Test func aRuleIsMadeOfTheContainersName() {
        var settings = DockerProviderSettings()
        settings.defaultRule = "Host(`{{ .ContainerName }}.{{ index .Labels \"domain\" }}`)"
        let loaded = decode([container("a", ["traefik.enable": "true", "domain": "example"])], settings)
        #expect(loaded.model?.routers.map(\.rule) == ["Host(`a.example`)"])
    }

    @Test func aCacheIsOneLabel() {
        let fixed = StaticConfiguration(caches: [CacheSettings(name: "media", path: "/m", size: 1 << 30)])
        let labels = [
            "usher.cache": "media", "usher.cache.ttl": "1h", "traefik.http.routers.a.rule": "Path(`/`)",
            "traefik.http.routers.a.middlewares": "p", "traefik.http.middlewares.p.addprefix.prefix": "/p",
        ]
        let made = DockerConfiguration([container("a", labels)], DockerProviderSettings(), Surroundings())
        let loaded = DynamicConfiguration.decode([ProvidedTree(ProviderName.docker, made.tree)], for: fixed)
        #expect(loaded.model?.routers.first?.middlewares == ["p@docker", "a-cache@docker"])
        #expect(
            loaded.model?.middleware("a-cache@docker")?.kind == .cache(CachePolicy(store: "media", ttl: .seconds(3600)))
        )
    }

    // MARK: Several containers

    @Test func containersOfOneServiceShareIt() {
        let labels = [
            "traefik.http.routers.web.rule": "Path(`/`)", "traefik.http.services.web.loadbalancer.server.port": "80",
            "traefik.http.services.web.loadbalancer.passhostheader": "false",
        ]
        var second = container("b", labels)
        second.networks = ["backend": "10.0.0.3"]
        let loaded = decode([second, container("a", labels), container("c", labels)])
        #expect(loaded.problems.isEmpty)
        #expect(loaded.model?.routers.count == 1)
        #expect(servers(loaded, "web@docker") == ["http://10.0.0.2:80", "http://10.0.0.3:80"])
    }

    @Test func definitionsThatDifferAreLeftOut() {
        func labels(_ rule: String, _ pass: String) -> [String: String] {
            [
                "traefik.http.routers.web.rule": rule, "traefik.http.routers.other.rule": "Path(`/o`)",
                "traefik.http.services.web.loadbalancer.passhostheader": pass,
                "traefik.http.services.web.loadbalancer.server.port": "80",
            ]
        }
        let rules = decode([container("a", labels("Path(`/a`)", "true")), container("b", labels("Path(`/b`)", "true"))])
        #expect(rules.model?.routers.map(\.name) == ["other"] && errors(rules).count == 1)
        #expect(errors(rules)[0].contains("container b") && errors(rules)[0].contains("container a"))
        let services = decode([
            container("a", labels("Path(`/`)", "true")), container("b", labels("Path(`/`)", "false")),
        ])
        #expect(services.model?.routers == [] && services.model?.services == [])
    }

    // MARK: Addresses

    private func address(
        _ wanted: String, on networks: [String: String], own: Set<String>? = nil, mode: String = ""
    ) -> (String?, String?) {
        var given = container("a", ["traefik.enable": "true", "com.docker.compose.project": "p"])
        (given.networks, given.networkMode) = (networks, mode)
        given.labels["traefik.docker.network"] = wanted.isEmpty ? nil : wanted
        var surroundings = Surroundings()
        surroundings.ownNetworks = own
        surroundings.hostAddress = "192.0.2.1"
        surroundings.networksByID = ["other": ["n": "10.9.9.9"]]
        let loaded = decode([given], DockerProviderSettings(), surroundings)
        return (loaded.model?.services.first?.servers.first?.address, warnings(loaded).first)
    }

    @Test func theNetworkDecidesTheAddress() {
        let two = ["x": "10.0.1.1", "y": "10.0.2.1"]
        #expect(address("y", on: two) == ("http://10.0.2.1:80", nil))
        #expect(address("", on: two) == ("http://10.0.1.1:80", nil))
        #expect(address("", on: two, own: ["y"]) == ("http://10.0.2.1:80", nil))
        #expect(address("", on: ["six": "2001:db8::1"]) == ("http://[2001:db8::1]:80", nil))
        #expect(address("", on: [:], mode: "host") == ("http://192.0.2.1:80", nil))
        #expect(address("", on: [:], mode: "container:other") == ("http://10.9.9.9:80", nil))
        #expect(address("", on: [:]).0 == nil)
    }

    @Test func aNetworkThatDoesNotFitIsWarnedOf() {
        let two = ["p_x": "10.0.1.1", "y": "10.0.2.1"]
        let missing = address("z", on: two)
        #expect(missing.0 == "http://10.0.1.1:80" && missing.1?.contains("not on the network \"z\"") == true)
        let short = address("x", on: two)
        #expect(short.0 == "http://10.0.1.1:80" && short.1?.contains("taken to be \"p_x\"") == true)
        let other = address("p_x", on: two, own: ["y"])
        #expect(other.0 == "http://10.0.2.1:80" && other.1?.contains("which both are on") == true)
        let none = address("y", on: two, own: ["z"])
        #expect(none.0 == "http://10.0.2.1:80" && none.1?.contains("join it") == true)
    }

    @Test func aPublishedAddressMayBeUsed() {
        var settings = DockerProviderSettings()
        settings.useBindPortIP = true
        var given = container("a", ["traefik.enable": "true"])
        given.ports[0].binding = Container.Binding(host: "192.0.2.7", port: 8080)
        #expect(servers(decode([given], settings), "a@docker") == ["http://192.0.2.7:8080"])
    }
}
