import Testing

extension LifecycleScenarios {
    /// A request under way keeps the configuration that it began with.
    @Test func aReloadDoesNotTouchWhatIsUnderWay() throws {
        let gate = Gate()
        let slow = try MediaOrigin(MediaObject(hold: (position: 100_000, gate: gate)))
        defer { gate.open() }
        let new = try ScriptedOrigin { _, reply in try reply.respond(text: "new") }
        let usher = try UsherProcess(.passThrough(slow.url))
        let client = try usher.client()
        try client.sendHead("GET", "/film")
        _ = try client.readHead()
        try usher.reconfigure { $0.servers = [new.url] }
        try eventually("the new server to answer") { try usher.client().head("/").fields["ETag"] == nil }
        gate.open()
        expectBytes(try client.reader.read(exactly: 400_000), count: 400_000)
        #expect(try client.get("/").text == "new")
    }
}
