import Testing

extension EntryPointScenarios {
    private func limited(_ origin: ScriptedOrigin, _ options: String) throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["transport: {\(options)}"]
        return try UsherProcess(setup)
    }

    /// The last request that a connection may have is answered with `Connection: close`.
    @Test func aConnectionHasSoManyRequests() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try limited(origin, "keepAliveMaxRequests: 3")
        let client = try usher.client()
        for _ in 0..<2 { #expect(try client.get("/").fields["Connection"] == nil) }
        #expect(try client.get("/").fields["Connection"] == "close")
        #expect(client.isClosed())
        #expect(try usher.get("/").fields["Connection"] == nil)
    }

    @Test func aConnectionHasItsTime() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try limited(origin, "keepAliveMaxTime: 50ms")
        let client = try usher.client()
        sleep(.milliseconds(60))
        #expect(try client.get("/").fields["Connection"] == "close")
        #expect(client.isClosed())
    }
}
