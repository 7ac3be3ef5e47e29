import Testing

extension FramingScenarios {
    /// A head over its limit is 431, whether it has an end or not.
    @Test(arguments: ["\r\n\r\n", ""]) func aLargeHeadIs431(end: String) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["http: {maxHeaderBytes: 4096}"]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Long: \(String(repeating: "x", count: 12_000))\(end)")
        #expect(try client.readResponse().status == 431)
        #expect(client.isClosed())
        #expect(origin.requests.isEmpty)
    }

    /// One that just fits is taken, and so is one that comes a byte at a time.
    @Test func aHeadWithinItsLimitIsTaken() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "taken") }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["http: {maxHeaderBytes: 4096}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/", fields: ["X-Long": String(repeating: "x", count: 3900)]).text == "taken")
        let client = try usher.client()
        try client.dribble("GET / HTTP/1.1\r\nHost: a\r\n\r\n", every: .milliseconds(1))
        #expect(try client.readResponse().text == "taken")
    }
}
