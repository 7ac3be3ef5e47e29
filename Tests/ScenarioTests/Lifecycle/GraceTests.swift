import Glibc
import Testing

extension LifecycleScenarios {
    /// An answer that does not come to its end in the time for it is cut.
    @Test func theGraceIsNotForever() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 100_000, gate: gate)))
        defer { gate.open() }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["transport: {lifeCycle: {graceTimeOut: 300ms}}"]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.sendHead("GET", "/film")
        _ = try client.readHead()
        usher.signal(SIGTERM)
        _ = try usher.waitExit(within: .seconds(3))
        #expect(throws: ScenarioFailure.self) { try client.reader.read(exactly: 400_000) }
    }
}
