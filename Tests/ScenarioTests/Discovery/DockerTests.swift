import Testing

extension DiscoveryScenarios {
    private func origin(_ name: String) throws -> ScriptedOrigin {
        try ScriptedOrigin { _, reply in try reply.respond(text: name) }
    }

    private func container(_ host: String, _ origin: ScriptedOrigin) -> ScriptedEngine.Container {
        .init(labels: [
            "traefik.http.routers.\(host).rule": "Host(`\(host)`)",
            "traefik.http.services.\(host).loadbalancer.server.port": "\(origin.port)",
        ])
    }

    /// An usher that follows an engine, beside a file with a middleware.
    private func start(_ directory: TemporaryDirectory) throws -> UsherProcess {
        var setup = Setup.passThrough("http://127.0.0.1:1")
        setup.rule = "Host(`unused`)"
        setup.providers = ["docker: {endpoint: \"unix://\(directory.file("engine.sock"))\"}"]
        setup.spareMiddlewares = ["deny: {ipAllowList: {sourceRange: [192.0.2.1]}}"]
        return try UsherProcess(setup)
    }

    private func answer(_ usher: UsherProcess, _ host: String) throws -> String {
        let answer = try usher.get("/", fields: ["Host": host])
        return answer.status == 200 ? answer.text : "\(answer.status)"
    }

    @Test func containersComeAndGo() throws {
        let directory = try TemporaryDirectory()
        let engine = try ScriptedEngine(at: directory.file("engine.sock"))
        let (one, two) = (try origin("one"), try origin("two"))
        engine.set("one", container("one", one))
        var database = container("db", one)
        database.labels = ["com.docker.compose.service": "db"]
        engine.set("db", database)
        let usher = try start(directory)
        try eventually("the first container") { try answer(usher, "one") == "one" }
        #expect(try answer(usher, "db") == "404")
        engine.set("two", container("two", two))
        try eventually("the second container") { try answer(usher, "two") == "two" }
        engine.set("one", nil, action: "die")
        try eventually("the first to be gone") { try answer(usher, "one") == "404" }
        #expect(try answer(usher, "two") == "two")
        #expect(!engine.targets.contains { $0.contains("/containers/db/") })
    }

    @Test func anUnhealthyContainerGetsNothing() throws {
        let directory = try TemporaryDirectory()
        let engine = try ScriptedEngine(at: directory.file("engine.sock"))
        let listening = try origin("one")
        var one = container("one", listening)
        one.health = "starting"
        engine.set("one", one)
        engine.set("two", container("two", listening))
        let usher = try start(directory)
        try eventually("the other container") { try answer(usher, "two") == "one" }
        #expect(try answer(usher, "one") == "404")
        one.health = "healthy"
        engine.set("one", one, action: "health_status: healthy")
        try eventually("it to be healthy") { try answer(usher, "one") == "one" }
    }

    @Test func aMiddlewareMayComeFromAFile() throws {
        let directory = try TemporaryDirectory()
        let engine = try ScriptedEngine(at: directory.file("engine.sock"))
        let listening = try origin("one")
        var one = container("one", listening)
        one.labels["traefik.http.routers.one.middlewares"] = "deny@file"
        var two = container("two", listening)
        two.labels["traefik.http.routers.two.middlewares"] = "deny"
        var three = container("three", listening)
        three.labels["traefik.http.routers.three.unheard"] = "of"
        for (id, container) in [("one", one), ("two", two), ("three", three)] { engine.set(id, container) }
        let usher = try start(directory)
        try eventually("the first container") { try answer(usher, "one") == "403" }
        #expect(try answer(usher, "two") == "404" && answer(usher, "three") == "404")
        #expect(usher.log.contains("did you mean \"deny@file\"?"))
        #expect(usher.log.contains("container three, label traefik.http.routers.three.unheard"))
    }

    /// What served goes on serving, and what has changed meanwhile is learnt.
    @Test func anEngineMayBeGoneForAWhile() throws {
        let directory = try TemporaryDirectory()
        let engine = try ScriptedEngine(at: directory.file("engine.sock"))
        let (one, two) = (try origin("one"), try origin("two"))
        engine.set("one", container("one", one))
        let usher = try start(directory)
        try eventually("the first container") { try answer(usher, "one") == "one" }
        engine.stop()
        try eventually("the loss to be noticed") { usher.log.contains("docker: unix://") }
        #expect(try answer(usher, "one") == "one")
        usher.signal(1)
        try eventually("a reload") {
            usher.log.split(separator: "\n").count { $0.contains("configuration reloaded") } > 1
        }
        #expect(try answer(usher, "one") == "one")
        engine.set("two", container("two", two))
        try engine.start()
        try eventually("what has changed meanwhile") { try answer(usher, "two") == "two" }
    }
}
