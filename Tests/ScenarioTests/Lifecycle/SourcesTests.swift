import Glibc
import Testing

extension LifecycleScenarios {
    /// An usher with files, flags and variables as a scenario wants them, killed with its owner.
    private final class Started {
        let directory: TemporaryDirectory
        let port = PortNumbers.unused()
        private var process: ChildProcess?

        init() throws { directory = try TemporaryDirectory() }

        deinit {
            process?.signal(SIGKILL)
            _ = try? process?.waitExit()
        }

        func start(_ arguments: [String], environment: [String] = []) throws {
            let said = directory.file("said")
            let process = try ChildProcess(
                BuiltProgram.path, arguments, output: said, environment: environment)
            self.process = process
            try eventually("usher to listen") {
                if process.exitStatus != nil { throw ScenarioFailure(contents(ofFile: said)) }
                return (try? PlainStream(connectingTo: self.port)) != nil
            }
        }

        func get(_ target: String) throws -> Response { try RawClient(port: port).get(target) }
    }

    /// Nothing but variables tells it where to listen and what to serve.
    @Test func theEnvironmentIsEnough() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try Started()
        try usher.directory.write(
            "d.yml",
            "http: {routers: {r: {rule: \"Path(`/`)\", service: s}}, services: {s: {loadBalancer: "
                + "{servers: [{url: \"{{ env `SCENARIO_ORIGIN` }}\"}]}}}}\n")
        try usher.start(
            ["serve"],
            environment: [
                "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=127.0.0.1:1", "USHER_ENTRYPOINTS_WEB_ADDRESS=127.0.0.1:\(usher.port)",
                "TRAEFIK_PROVIDERS_FILE_FILENAME=\(usher.directory.file("d.yml"))", "SCENARIO_ORIGIN=\(origin.url)",
                "TRAEFIK_PING_ENTRYPOINT=web",
            ])
        #expect(try usher.get("/").text == "answer")
        #expect(try usher.get("/ping").text == "OK")
    }

    /// A directory of TOML files: files that come, change, break and go count without a signal.
    @Test func filesOfADirectoryComeAndGo() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try Started()
        _ = unsafe mkdir(usher.directory.file("d"), 0o755)
        try usher.directory.write(
            "usher.toml",
            """
            [entryPoints.web]
            address = "127.0.0.1:\(usher.port)"
            [providers]
            providersThrottleDuration = "50ms"
            file.directory = "\(usher.directory.file("d"))"
            """)
        let router = { (name: String) in "[http.routers.\(name)]\nrule = \"Path(`/\(name)`)\"\nservice = \"s\"\n" }
        try usher.directory.write(
            "d/services.toml", "[[http.services.s.loadBalancer.servers]]\nurl = \"\(origin.url)\"\n")
        try usher.directory.write("d/one.toml", router("one"))
        try usher.start(["--configFile=\(usher.directory.file("usher.toml"))"])
        #expect(try usher.get("/one").text == "answer" && usher.get("/two").status == 404)
        try usher.directory.write("d/two.toml", router("two"))
        try eventually("the new file to count") { try usher.get("/two").text == "answer" }
        try usher.directory.write("d/one.toml", "[broken")
        try usher.directory.write("d/three.toml", router("three"))
        try eventually("the next file to count") { try usher.get("/three").text == "answer" }
        // What the broken one said before stays.
        #expect(try usher.get("/one").text == "answer" && usher.get("/two").text == "answer")
        _ = unsafe unlink(usher.directory.file("d/two.toml"))
        try eventually("the removed file to be left out") { try usher.get("/two").status == 404 }
    }

    /// Where nothing is named, the file in the directory for configurations is read.
    @Test func aFileIsFoundWithoutBeingNamed() throws {
        let usher = try Started()
        try usher.directory.write(
            "usher.yml", "entryPoints: {web: {address: \"127.0.0.1:\(usher.port)\"}}\nping: {entryPoint: web}\n")
        try usher.start(["serve"], environment: ["XDG_CONFIG_HOME=\(usher.directory.path)"])
        #expect(try usher.get("/ping").text == "OK")
    }
}
