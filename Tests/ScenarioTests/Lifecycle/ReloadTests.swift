import Glibc
import Testing

extension LifecycleScenarios {
    private func named(_ name: String) throws -> ScriptedOrigin {
        try ScriptedOrigin { _, reply in try reply.respond(text: name) }
    }

    /// On SIGHUP the changed file counts, and a connection that is open stays so.
    @Test func aChangeIsAppliedOnTheSignal() throws {
        let (old, new) = (try named("old"), try named("new"))
        var setup = Setup.passThrough(old.url)
        setup.watches = false
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        #expect(try client.get("/").text == "old")
        try usher.reconfigure { $0.servers = [new.url] }
        sleep(.milliseconds(200))
        #expect(try client.get("/").text == "old")
        usher.signal(SIGHUP)
        try eventually("the new server to answer") { try client.get("/").text == "new" }
    }

    /// A changed file is noticed without a signal.
    @Test func aChangeIsNoticed() throws {
        let (old, new) = (try named("old"), try named("new"))
        let usher = try UsherProcess(.passThrough(old.url))
        let client = try usher.client()
        for (server, name) in [(new, "new"), (old, "old"), (new, "new")] {
            try usher.reconfigure { $0.servers = [server.url] }
            try eventually("\(name) to answer") { try client.get("/").text == name }
        }
    }
}
