import Glibc
import Testing

extension LifecycleScenarios {
    /// On SIGTERM an answer on its way is finished, nothing new is accepted, and the end is a clean one.
    @Test(arguments: [true, false]) func anAnswerOnItsWayIsFinished(isCached: Bool) throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 100_000, gate: gate)))
        defer { gate.open() }
        let usher = try UsherProcess(isCached ? .cached(origin.url) : .passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("GET", "/film")
        _ = try client.readHead()
        usher.signal(SIGTERM)
        try eventually("new clients to be refused") { (try? PlainStream(connectingTo: usher.port)) == nil }
        #expect(usher.process.exitStatus == nil)
        gate.open()
        expectBytes(try client.reader.read(exactly: 400_000), count: 400_000)
        #expect(client.isClosed())
        #expect(try usher.waitExit() == 0)
    }

    /// Connections on which nothing happens do not hold up the end.
    @Test(arguments: [SIGTERM, SIGINT]) func idleConnectionsDoNotHoldUpTheEnd(signal: Int32) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try UsherProcess(.passThrough(origin.url))
        let clients = try [usher.client(), usher.client()]
        #expect(try clients[0].get("/").text == "answer")
        usher.signal(signal)
        #expect(try usher.waitExit(within: .seconds(3)) == 0)
        for client in clients { #expect(client.isClosed()) }
    }
}
