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

    /// Changes that come faster than they can be applied: the last one counts in the end, however they were told.
    @Test func aStormOfReloadsEnds() throws {
        let (old, new) = (try named("old"), try named("new"))
        let usher = try UsherProcess(.passThrough(old.url))
        for round in 0..<4 {
            try usher.reconfigure { setup in
                setup.routers = (0..<300).map { "r\($0): {rule: \"Host(`h\($0).r\(round)`)\", service: origin}" }
            }
            for _ in 0..<3 {
                usher.signal(SIGHUP)
                sleep(.milliseconds(60))
            }
        }
        try usher.reconfigure { setup in
            setup.routers = []
            setup.servers = [new.url]
        }
        try eventually("the last change to count") { try usher.get("/").text == "new" }
        usher.signal(SIGTERM)
        #expect(try usher.waitExit() == 0)
    }
}
