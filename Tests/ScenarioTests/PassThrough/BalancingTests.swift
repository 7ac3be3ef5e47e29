import Testing

extension PassThroughScenarios {
    /// Servers take turns, so that each gets its share.
    @Test func serversTakeTurns() throws {
        let origins = try ["a", "b", "c"].map { name in
            try ScriptedOrigin { _, reply in try reply.respond(text: name) }
        }
        let usher = try UsherProcess(Setup(servers: origins.map(\.url)))
        let client = try usher.client()
        for _ in 0..<9 { #expect(try client.get("/").status == 200) }
        #expect(origins.map(\.requests.count) == [3, 3, 3])
    }
}
