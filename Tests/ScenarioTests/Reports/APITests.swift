import Glibc
import Testing

extension ReportScenarios {
    private func setup() -> Setup {
        var setup = Setup.passThrough("http://127.0.0.1:1")
        setup.rule = "Path(`/film`)"
        setup.staticLines = ["api: {socket: DIRECTORY/run/usher.sock}"]
        setup.routers = ["broken: {rule: \"Nonsense(`x`)\", service: origin}"]
        return setup
    }

    /// The internal entry point has it without any router.
    @Test func theAPIIsThereWhenItMayBeInsecure() throws {
        var setup = setup()
        let port = PortNumbers.unused()
        setup.staticLines = ["api: {insecure: true, socket: DIRECTORY/run/usher.sock}"]
        setup.extraEntryPoints = ["traefik: {address: \"127.0.0.1:\(port)\"}"]
        let usher = try UsherProcess(setup)
        let list = try RawClient(port: port).get("/api/http/routers")
        #expect(list.status == 200)
        #expect(list.head.fields["X-Next-Page"] == "1")
        #expect(list.head.fields["Content-Type"] == "application/json")
        #expect(list.text.contains("\"name\":\"all@file\""))
        #expect(try RawClient(port: port).get("/").head.fields["Location"]?.hasSuffix("/dashboard/") == true)
        #expect(try RawClient(port: port).request("POST", "/api/version").status == 405)
        #expect(try usher.get("/api/version").status == 404)
    }

    /// A router of the user's leads to it, behind a password.
    @Test func theAPIMayStandBehindARouter() throws {
        var setup = setup()
        setup.spareMiddlewares = ["auth: {basicAuth: {users: [\"ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=\"]}}"]
        setup.routers += ["api: {rule: \"PathPrefix(`/api`)\", service: api@internal, middlewares: [auth]}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/api/overview").status == 401)
        let answer = try usher.get("/api/overview", fields: ["Authorization": "Basic YW5uOnNlY3JldA=="])
        #expect(answer.status == 200)
        #expect(answer.text.contains("\"routers\":{\"total\":3,\"warnings\":0,\"errors\":1}"))
    }

    /// Who leaves while the answer is made leaves nothing of it to others: requests are kept in the same memory.
    @Test func anAnswerThatNobodyWaitsForIsDropped() throws {
        let origin = try ScriptedOrigin { _, reply in
            reply.stall(.milliseconds(300))
            try reply.respond(text: "film")
        }
        var setup = setup()
        setup.servers = [origin.url]
        setup.routers = ["api: {rule: \"PathPrefix(`/api`)\", service: api@internal}"]
        setup.routers += (0..<1000).map { "r\($0): {rule: \"Path(`/\($0)`)\", service: origin}" }
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        #expect(try client.get("/api/rawdata").text.contains("r999@file"))
        for _ in 0..<8 {
            let impatient = try usher.client()
            try impatient.sendHead("GET", "/api/rawdata")
            sleep(.milliseconds(2))
            impatient.reset()
            // One of them is on the same loop.
            let others = try (0..<4).map { _ in try usher.client() }
            for other in others { try other.sendHead("GET", "/film") }
            for other in others { #expect(try other.readResponse().text == "film") }
        }
    }

    /// Without an `api` section a router cannot lead to it.
    @Test func theAPIHasToBeEnabled() throws {
        var setup = setup()
        setup.staticLines = []
        setup.routers = ["api: {rule: \"PathPrefix(`/api`)\", service: api@internal}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/api/overview").status == 404)
        #expect(usher.log.contains("api is not enabled"))
    }

    /// The socket has it whatever the routers say, and tells of a reload.
    @Test func theSocketTellsWhatIsWrong() throws {
        let usher = try UsherProcess(setup())
        let show = "\(BuiltProgram.path) show --socket run/usher.sock"
        #expect(try shell("stat -c %a run run/usher.sock", in: usher.directory) == "750\n660\n")
        let curl = "curl -s --unix-socket run/usher.sock http://usher/api/http/routers/broken@file"
        let broken = try shell(curl, in: usher.directory)
        #expect(broken.contains("\"status\":\"disabled\""))
        #expect(broken.contains("unknown matcher Nonsense"))
        #expect(broken.contains("dynamic.yml:"))
        let table = try shell("\(show) routers", in: usher.directory)
        #expect(table.contains("all@file     enabled   web"))
        #expect(table.contains("    rule: at character 1: unknown matcher Nonsense"))
        try usher.reconfigure { $0.routers = ["mended: {rule: \"Path(`/x`)\", service: origin}"] }
        try eventually("the API to tell of the new routers") {
            try shell("\(show) routers", in: usher.directory).contains("mended@file  enabled")
        }
        #expect(try shell("\(show) routers nowhere 2>&1 || echo failed", in: usher.directory).hasSuffix("failed\n"))
    }

    /// A socket file that a dead process has left is replaced; that of a living one is not.
    @Test func theSocketHasOneOwner() throws {
        let usher = try UsherProcess(setup())
        let second = "\(BuiltProgram.path) --api.socket=run/usher.sock --entrypoints.web.address=127.0.0.1:0 2>&1"
        #expect(try shell("\(second) || true", in: usher.directory).contains("another process listens there"))
        try usher.kill9()
        #expect(try shell("test -S run/usher.sock && echo there", in: usher.directory) == "there\n")
        try usher.restart()
        let version = "\(BuiltProgram.path) show version --socket run/usher.sock"
        #expect(try shell(version, in: usher.directory).contains("\"Codename\":\"usher\""))
        usher.signal(SIGTERM)
        #expect(try usher.waitExit() == 0)
        #expect(try shell("test -e run/usher.sock || echo gone", in: usher.directory) == "gone\n")
    }
}
