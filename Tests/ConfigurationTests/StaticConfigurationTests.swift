import Testing

@testable import Configuration

@Suite struct StaticConfigurationTests {
    private func decode(_ yaml: String) throws -> Loaded<StaticConfiguration> {
        StaticConfiguration.decode(try ConfigTree(yaml: yaml, path: "static.yml"))
    }

    @Test func theDocumentedFileIsRead() throws {
        let loaded = try decode(
            """
            entryPoints:
              web: {address: "127.0.0.1:8000"}
            providers:
              file: {filename: /etc/usher/dynamic.yml}
            caches:
              media: {path: /var/lib/usher/media, size: 50GiB, chunkSize: 1MiB}
            """)
        #expect(loaded.problems.isEmpty)
        let model = try #require(loaded.model)
        #expect(model.entryPoints.map(\.name) == ["web"])
        #expect(model.entryPoints.first?.address.port == 8000)
        #expect(model.providers.file?.filename == "/etc/usher/dynamic.yml")
        #expect(model.cache(named: "media")?.path == "/var/lib/usher/media")
        #expect(model.cache(named: "media")?.size == 50 << 30)
        #expect(model.cache(named: "media")?.chunkSize == 1 << 20)
    }

    @Test func nothingConfiguredMeansOneEntryPoint() throws {
        let model = try #require(try decode("{}").model)
        #expect(model.entryPoints.map(\.name) == ["http"])
        #expect(model.entryPoints.first?.address.port == 80)
    }

    @Test(arguments: [
        ("entryPoints: {web: {adress: ':80'}}", "entryPoints.web.adress"),
        ("entryPoints: {web: {address: '80x'}}", "entryPoints.web.address"),
        ("caches: {media: {path: /x, size: lots}}", "caches.media.size"),
        ("caches: {media: {path: /x, size: 1GiB, chunkSize: 3}}", "caches.media.chunkSize"),
        ("log: {level: LOUD}", "log.level"),
        ("ping: {entryPoint: nowhere}", "ping.entryPoint"),
    ])
    func aMistakeStopsTheStartAndIsNamed(yaml: String, keyPath: String) throws {
        let loaded = try decode(yaml)
        #expect(loaded.model == nil)
        #expect(loaded.problems.contains { $0.severity == .error && $0.keyPath == keyPath }, "\(loaded.problems)")
    }

    @Test func aMisspeltKeyGetsTheRightOneSuggested() throws {
        let problems = try decode("entryPoints: {web: {adress: ':80'}}").problems
        #expect(problems.first { $0.keyPath.hasSuffix("adress") }?.suggestion == "address", "\(problems)")
    }

    @Test func whatTraefikKnowsAndUsherDoesNotYetIsAWarning() throws {
        let loaded = try decode("api: {insecure: true}")
        #expect(loaded.model != nil)
        #expect(loaded.problems.map(\.severity) == [.warning])
    }

    @Test func flagsGoOverTheFile() throws {
        let file = try ConfigTree(yaml: "entryPoints: {web: {address: ':80'}}", path: "static.yml")
        let flags = Flags.parse(["--entrypoints.web.address=:8080", "--ping"])
        #expect(flags.problems.isEmpty)
        let model = try #require(StaticConfiguration.decode(flags.tree.over(file)).model)
        #expect(model.entryPoint(named: "web")?.address.port == 8080)
        #expect(model.ping != nil)
    }
}
