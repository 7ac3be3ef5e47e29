import TestDirectories
import Testing

@testable import Configuration

@Suite struct StaticSourcesTests {
    private let directory = TemporaryDirectory()

    private func load(
        _ arguments: [String] = [], _ environment: [String: String] = [:], search: [String] = []
    ) -> Loaded<StaticConfiguration> {
        StaticConfiguration.load(arguments: arguments, environment: environment, search: search)
    }

    @Test func flagsGoOverVariablesAndThoseOverTheFile() {
        directory.write("log: {level: WARN, format: json, filePath: /f}\naccessLog: {}\n", to: "usher.yml")
        let loaded = load(
            ["--configfile=\(directory.file("usher.yml"))", "--log.level=ERROR"],
            ["TRAEFIK_LOG_LEVEL": "INFO", "TRAEFIK_LOG_FORMAT": "common"])
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        #expect(loaded.model?.log.level == .error && loaded.sources["log.level"] == .flag("--log.level"))
        #expect(loaded.model?.log.format == .common)
        #expect(loaded.sources["log.format"] == .environment("TRAEFIK_LOG_FORMAT"))
        #expect(loaded.model?.log.filePath == "/f")
        #expect(
            loaded.sources["log.filePath"] == .file(path: directory.file("usher.yml"), line: 1, column: 34))
        #expect(loaded.sources["log.compress"] == .builtIn)
    }

    @Test func namesFromTheEnvironmentMeetThoseOfTheFile() {
        directory.write("[entryPoints.Web]\naddress = \":80\"\n", to: "a.toml")
        let loaded = load([], ["TRAEFIK_ENTRYPOINTS_WEB_ADDRESS": ":81"], search: [directory.file("a.toml")])
        #expect(loaded.model?.entryPoints == [EntryPoint(name: "Web", address: ListenAddress(host: "", port: 81))])
    }

    @Test func theFirstFileThatIsThereIsRead() {
        directory.make("usher.toml")
        directory.write("log: {level: WARN}\n", to: "usher.yml")
        directory.write("log: {level: DEBUG}\n", to: "traefik.yml")
        let search = ["usher.toml", "usher.yaml", "usher.yml", "traefik.yml"].map(directory.file)
        #expect(load(search: search).model?.log.level == .warn)
        let named = load(["--configFile=\(directory.file("traefik.yml"))"], search: search)
        #expect(named.model?.log.level == .debug)
        let byVariable = load([], ["TRAEFIK_CONFIGFILE": directory.file("traefik.yml")], search: search)
        #expect(byVariable.model?.log.level == .debug)
    }

    @Test func placesAreThoseOfBothPrograms() {
        let places = StaticFile.places(["XDG_CONFIG_HOME": "/x", "HOME": "/h"])
        #expect(
            places.filter { $0.hasSuffix(".yml") } == [
                "/etc/usher/usher.yml", "/etc/traefik/traefik.yml", "/x/usher.yml", "/x/traefik.yml",
                "/h/.config/usher.yml", "/h/.config/traefik.yml", "./usher.yml", "./traefik.yml",
            ])
        #expect(places.prefix(3) == ["/etc/usher/usher.toml", "/etc/usher/usher.yaml", "/etc/usher/usher.yml"])
        #expect(StaticFile.places([:]).count == 12)
    }

    @Test func aMissingFileIsNamed() {
        let loaded = load(["--configFile=/nowhere/x.yml"])
        #expect(loaded.model == nil)
        #expect(
            loaded.errors.count == 1 && loaded.errors[0].contains("/nowhere/x.yml: cannot be opened"),
            "\(loaded.errors)")
        #expect(load(["--configFile="]).model == nil)
        #expect(load(["--cofigFile=/x"]).errors.count == 1)
        #expect(load(["stray"]).model == nil)
        #expect(load().model == StaticConfiguration())
    }

    @Test func aBrokenFileIsPlaced() {
        directory.write("[log]\nlevel = INFO\n", to: "a.toml")
        let loaded = load(search: [directory.file("a.toml")])
        #expect(loaded.model == nil)
        #expect(
            loaded.errors == [
                "error: \(directory.file("a.toml")):2:9: not valid TOML: \"INFO\" is no value; a text stands in quotes"
            ])
    }

    @Test func flagsAsPeopleWriteThem() {
        let loaded = load([
            "-entrypoints.web.address", ":80", "--ENTRYPOINTS.WEB.ASDEFAULT", "--entryPoints.other",
            "--entryPoints.other.address=:81", "--accesslog.filters.statuscodes=200", "--api",
            "--accesslog.filters.statuscodes=300-302,404", "--api.dashboard=false",
            "--accesslog.fields.headers.names.User-Agent=keep", "--providers.docker",
        ])
        #expect(loaded.errors.isEmpty, "\(loaded.errors)")
        #expect(loaded.model?.entryPoints.map(\.address.port) == [80, 81])
        #expect(loaded.model?.defaultEntryPoints == ["web"])
        #expect(loaded.model?.accessLog?.filters.statusCodes == [200...200, 300...302, 404...404])
        #expect(loaded.model?.accessLog?.fields.headerNames == ["User-Agent": .keep])
        #expect(loaded.model?.api?.dashboard == false)
    }
}
