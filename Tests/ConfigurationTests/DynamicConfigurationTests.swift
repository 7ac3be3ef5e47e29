import Testing

@testable import Configuration

@Suite struct DynamicConfigurationTests {
    private func decode(_ yaml: String) throws -> Loaded<DynamicConfiguration> {
        var fixed = StaticConfiguration()
        fixed.entryPoints = [EntryPoint(name: "web", address: ListenAddress(host: "", port: 80))]
        let tree = try ConfigTree(yaml: "caches: {media: {path: /x, size: 1GiB}}", path: "static.yml")
        fixed.caches = try #require(StaticConfiguration.decode(tree).model).caches
        return DynamicConfiguration.decode(try ConfigTree(yaml: yaml, path: "dynamic.yml"), for: fixed)
    }

    private func http(router: String, middleware: String = "media: {cache: {store: media}}") -> String {
        """
        http:
          routers:
            all: \(router)
            other: {rule: "Path(`/x`)", service: origin}
          middlewares:
            \(middleware)
          services:
            origin: {loadBalancer: {servers: [{url: "http://127.0.0.1:9000"}]}}
        """
    }

    @Test func theDocumentedFileIsRead() throws {
        let loaded = try decode(
            http(router: "{rule: \"PathPrefix(`/`)\", entryPoints: [web], middlewares: [media], service: origin}"))
        #expect(loaded.problems.isEmpty)
        let model = try #require(loaded.model)
        #expect(model.routers.map(\.name) == ["all", "other"])
        #expect(model.routers[0].middlewares == ["media"])
        #expect(model.service(named: "origin") != nil)
    }

    /// A router is never served without something it asks for.
    @Test(arguments: [
        "{rule: \"PathPrefix(`/`)\", middlewares: [nobody], service: origin}",
        "{rule: \"PathPrefix(`/`)\", service: nobody}",
        "{rule: \"PathPrefix(`/`)\", service: origin, entryPoints: [nowhere]}",
        "{rule: \"PathPrefix(`/`)\", service: origin, prioritty: 3}",
    ])
    func aFaultyRouterIsLeftOutAndTheRestServes(router: String) throws {
        let loaded = try decode(http(router: router))
        #expect(loaded.model?.routers.map(\.name) == ["other"])
        #expect(loaded.problems.contains { $0.severity == .error && $0.keyPath.hasPrefix("http.routers.all") })
    }

    @Test(arguments: [
        "media: {cache: {store: elsewhere}}", "media: {basicAuth: {users: [a]}}",
        "media: {cache: {store: media, tttl: 1}}",
        "media: {cache: {store: media, bypass: x}}",
    ])
    func aFaultyMiddlewareTakesItsRouterWithIt(middleware: String) throws {
        let loaded = try decode(
            http(router: "{rule: \"PathPrefix(`/`)\", middlewares: [media], service: origin}", middleware: middleware))
        #expect(loaded.model?.routers.map(\.name) == ["other"])
        #expect(loaded.problems.hasErrors)
    }
}
