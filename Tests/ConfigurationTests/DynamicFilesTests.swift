import TestDirectories
import Testing

@testable import Configuration

@Suite struct DynamicFilesTests {
    private let directory = TemporaryDirectory()

    private func load(
        _ name: String? = nil, environment: [String: String] = [:]
    ) -> Loaded<DynamicConfiguration> {
        let provider =
            name.map { FileProviderSettings(filename: directory.file($0)) }
            ?? FileProviderSettings(directory: directory.path)
        return DynamicConfiguration.load(provider, for: usual, environment: environment)
    }

    private func router(_ name: String, rule: String = "r", service: String = "origin") -> String {
        "http: {routers: {\(name): {rule: \"\(rule)\", service: \(service)}}}\n"
    }

    private let services = "[http.services.origin.loadBalancer]\nservers = [{url = \"http://127.0.0.1:9000\"}]\n"

    @Test func filesOfBothKindsAreJoined() {
        directory.make("b")
        directory.write(services + "[[tls.certificates]]\ncertFile = \"/c\"\nkeyFile = \"/k\"\n", to: "b/services.toml")
        directory.write(router("one"), to: "a.yml")
        directory.write(
            router("two") + "tls: {certificates: [{certFile: /d, keyFile: /l}]}\n", to: "c.yaml")
        directory.write("no configuration", to: "README.md")
        let loaded = load()
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        #expect(loaded.model?.routers.map(\.name) == ["one", "two"])
        #expect(loaded.model?.tls.certificates.map(\.certFile) == ["/c", "/d"])
        #expect(loaded.sources["http.routers.one.rule"].description == "\(directory.file("a.yml")):1:24")
    }

    @Test func ofTwoObjectsOfOneNameTheFirstIsUsed() {
        directory.write(services, to: "0.toml")
        directory.write(router("one", rule: "first"), to: "a.yml")
        directory.write(router("one", rule: "second"), to: "b.yml")
        directory.write(router("One", rule: "other"), to: "c.yml")
        let loaded = load()
        #expect(loaded.model?.routers.map(\.rule) == ["other", "first"])
        #expect(loaded.errors.isEmpty && loaded.warnings.count == 1)
        let (first, second) = (directory.file("a.yml"), directory.file("b.yml"))
        #expect(
            loaded.warnings[0] == "warning: \(second):1:18: http.routers.one: \(first):1:18 has one of that name, "
                + "which is used; this one is left out")
    }

    @Test func sectionsInAnotherCaseAreTheSame() {
        directory.write(services, to: "a.toml")
        directory.write("HTTP: {Routers: {one: {rule: r, service: origin}}}\n", to: "b.yml")
        let loaded = load()
        #expect(loaded.problems.isEmpty && loaded.model?.routers.map(\.name) == ["one"])
    }

    @Test(arguments: ["http: [", "", "http: {routers: {x: {rule: \"{{ nothing }}\"}}}\n"])
    func aBrokenFileLeavesTheOthers(text: String) {
        directory.write(services, to: "a.toml")
        directory.write(router("one"), to: "b.yml")
        directory.write(text, to: "broken.yml")
        let loaded = load()
        #expect(loaded.model?.routers.map(\.name) == ["one"])
        #expect(loaded.errors.count == 1 && loaded.errors[0].hasPrefix("error: \(directory.file("broken.yml"))"))
        #expect(load("broken.yml").model == nil && load("broken.yml").errors.count == 1)
    }

    /// A file of a directory that was in order stays as it was, until it is gone or in order again.
    @Test func aFileThatBreaksTakesNothingAway() {
        let lastGood = LastGoodFiles()
        func names() -> [String]? {
            DynamicConfiguration.load(
                FileProviderSettings(directory: directory.path), for: usual, environment: [:], lastGood: lastGood
            ).model?.routers.map(\.name)
        }
        directory.write(services, to: "a.toml")
        directory.write(router("one"), to: "b.yml")
        #expect(names() == ["one"])
        directory.write("http: [", to: "b.yml")
        directory.write(router("two"), to: "c.yml")
        #expect(names() == ["one", "two"] && names() == ["one", "two"])
        let loaded = DynamicConfiguration.load(
            FileProviderSettings(directory: directory.path), for: usual, environment: [:], lastGood: lastGood)
        #expect(loaded.errors.count == 1 && loaded.errors[0].hasSuffix("what the file said before stays in use"))
        directory.write(router("three"), to: "b.yml")
        #expect(names() == ["three", "two"])
        directory.remove("b.yml")
        #expect(names() == ["two"])
    }

    @Test func whatABrokenFileHeldIsMissedByTheOthers() {
        directory.write(router("one"), to: "a.yml")
        directory.write("[http", to: "services.toml")
        let loaded = load()
        #expect(loaded.model?.routers.isEmpty == true)
        #expect(loaded.errors.contains { $0.contains("there is no service \"origin\"") })
    }

    @Test func linksOfKubernetesCountOnce() {
        directory.make("..v1")
        directory.write(services, to: "..v1/services.toml")
        directory.write(router("one"), to: "..v1/routers.yml")
        directory.link("..data", to: "..v1")
        directory.link("services.toml", to: "..data/services.toml")
        directory.link("routers.yml", to: "..data/routers.yml")
        let loaded = load()
        #expect(loaded.problems.isEmpty && loaded.model?.routers.map(\.name) == ["one"])
    }

    @Test func anEmptyDirectoryIsNoMistakeAndAMissingOneIs() {
        #expect(load().model == DynamicConfiguration() && load().problems.isEmpty)
        let loaded = DynamicConfiguration.load(
            FileProviderSettings(directory: directory.file("none")), for: usual, environment: [:])
        #expect(loaded.model == nil && loaded.errors.count == 1 && loaded.errors[0].contains("none: cannot be read"))
    }

    @Test func templatesAreFilledIn() {
        directory.write(
            services + "[http.routers.one]\nservice = \"origin\"\nrule = '''Host(`{{ env \"DOMAIN\" }}`)'''\n",
            to: "a.toml")
        #expect(
            load("a.toml", environment: ["DOMAIN": "a.example"]).model?.routers.map(\.rule) == ["Host(`a.example`)"])
        directory.write("http:\n  routers:\n    a: {{ .Name }}\n", to: "b.yml")
        #expect(
            load("b.yml").errors == [
                "error: \(directory.file("b.yml")):3:10: template: there is no .Name here; there are no fields"
            ])
    }

    @Test func theReportNamesTheFileOfEveryValue() {
        directory.write(services, to: "a.toml")
        directory.write(router("one"), to: "b.yml")
        let report = ConfigReport.render(fixed: Loaded(model: usual, problems: []), dynamic: load())
        let lines = report.split(separator: "\n")
        #expect(lines.contains { $0.contains("servers[0].url") && $0.hasSuffix("(\(directory.file("a.toml")):2:13)") })
        #expect(lines.contains { $0.contains("routers.one.rule") && $0.hasSuffix("(\(directory.file("b.yml")):1:24)") })
    }

    @Test func tenThousandNamesAreJoinedAtOnce() {
        var joined = JoinedFiles(directory: "d")
        for file in 0..<2 {
            var routers = ConfigTree(source: .builtIn)
            for index in 0..<10_000 {
                routers.children.append(.init(key: "r\(file)-\(index)", node: ConfigTree(source: .builtIn)))
            }
            let http = ConfigTree(source: .builtIn, children: [.init(key: "routers", node: routers)])
            joined.add(ConfigTree(source: .builtIn, children: [.init(key: "http", node: http)]))
        }
        #expect(joined.tree["http"]?["routers"]?.children.count == 20_000 && joined.problems.isEmpty)
    }
}
