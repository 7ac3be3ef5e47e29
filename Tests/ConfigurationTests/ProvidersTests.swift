import Testing

@testable import Configuration

/// Several providers make one configuration.
@Suite struct ProvidersTests {
    private func decode(file: String, docker: String) throws -> Loaded<DynamicConfiguration> {
        DynamicConfiguration.decode(
            [
                ProvidedTree(ProviderName.file, try ConfigTree(yaml: file, path: "dynamic.yml")),
                ProvidedTree(ProviderName.docker, try ConfigTree(yaml: docker, path: "labels.yml")),
            ], for: usual)
    }

    @Test func objectsReferToThoseOfOthers() throws {
        let loaded = try decode(
            file: """
                http:
                  routers: {web: {rule: "Path(`/f`)", service: api@docker}}
                  middlewares: {auth: {basicAuth: {users: ["a:$apr1$x$y"]}}, both: {chain: {middlewares: [auth, p@docker]}}}
                  services: {api: {loadBalancer: {servers: [{url: "http://f"}]}}}
                """,
            docker: """
                http:
                  routers: {web: {rule: "Path(`/d`)", service: api, middlewares: [both@file, p]}}
                  middlewares: {p: {addPrefix: {prefix: /p}}}
                  services: {api: {loadBalancer: {servers: [{url: "http://d"}]}}}
                """)
        let model = try #require(loaded.model)
        #expect(loaded.errors.isEmpty)
        #expect(model.routers.map(\.id) == ["web@docker", "web@file"])
        #expect(model.routers[0].middlewares == ["auth@file", "p@docker", "p@docker"])
        #expect(model.routers.map(\.service) == ["api@docker", "api@docker"])
        #expect(model.service("api@docker")?.servers.map(\.address) == ["http://d"])
        #expect(model.service("api@file")?.servers.map(\.address) == ["http://f"])
        #expect(loaded.sources["http.routers.web.rule"].description == "dynamic.yml:2:19")
        #expect(loaded.sources["http.routers.web@docker.rule"].description == "labels.yml:2:19")
    }

    @Test func aReferenceThatLeadsNowhereSaysWhere() throws {
        let loaded = try decode(
            file: "http: {middlewares: {auth: {addPrefix: {prefix: /a}}}}",
            docker: """
                http:
                  routers:
                    one: {rule: "Path(`/`)", service: s, middlewares: [auth]}
                    two: {rule: "Path(`/`)", service: s, middlewares: [aut@file]}
                    three: {rule: "Path(`/`)", service: s@consul}
                  services: {s: {loadBalancer: {servers: [{url: "http://d"}]}}}
                """)
        #expect(loaded.model?.routers == [])
        #expect(loaded.errors.count == 3)
        #expect(loaded.errors[0].hasSuffix("there is no middleware \"auth\"; did you mean \"auth@file\"?"))
        #expect(loaded.errors[1].hasSuffix("there is no middleware \"aut@file\"; did you mean \"auth@file\"?"))
        #expect(loaded.errors[2].hasSuffix("there is no provider for the service \"s@consul\""))
    }

    @Test func ordersByNameThenByProvider() {
        #expect(
            ["a-b@docker", "a@file", "a@docker", "a", "B@x"].sorted(by: idPrecedes)
                == ["B@x", "a", "a@docker", "a@file", "a-b@docker"])
    }
}
