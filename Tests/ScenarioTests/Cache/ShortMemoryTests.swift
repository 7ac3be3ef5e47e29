import LinuxIO
import Testing

extension CacheScenarios {
    private func short(_ origin: MediaOrigin, _ stuck: MediaOrigin, timeout: String) -> Setup {
        var setup = Setup.cached(origin.url)
        setup.fillMemory = "256KiB"
        setup.cacheOptions = ["fillMemoryTimeout: \(timeout)"]
        // Objects that the origin holds back, from a second one.
        setup.dynamicLines = ["    stuck: {loadBalancer: {servers: [{url: \"\(stuck.url)\"}]}}"]
        setup.routers = [
            "held: {rule: \"PathPrefix(`/held`)\", entryPoints: [web], middlewares: [media], service: stuck}"
        ]
        return setup
    }

    /// Fills all memory with chunks that do not come to their end; the readers behind it.
    private func occupy(_ usher: UsherProcess, _ origin: MediaOrigin) throws -> [Background<Response>] {
        let readers = (0..<4).map { number in Background { try usher.get("/held-\(number)") } }
        try origin.waitForRequests(4)
        try eventually("the origin to hold back") { origin.sentBytes == 4 * 30_000 }
        return readers
    }

    /// Where no memory for fills comes free in time, bytes pass from the origin, unstored, and the answer says so; what
    /// had the memory is right, too.
    @Test func withoutMemoryBytesPassByTheStore() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "100ms"))
        let readers = try occupy(usher, stuck)

        let whole = try usher.get("/film")
        expectRight(whole, length: 3_000_000)
        #expect(whole.fields["Cache-Status"]?.hasSuffix("detail=fill-memory") == true, "\(whole.fields)")
        #expect(whole.fields["Cache-Status"]?.contains("stored") == false)
        let part = try usher.get("/film", range: "1000000-2345678")
        expectRight(part, length: 3_000_000)
        #expect(part.status == 206 && part.fields["Cache-Status"]?.hasSuffix("detail=fill-memory") == true)
        let parts = try usher.get("/film", range: "10-20,2000000-2200000")
        #expect(parts.status == 206 && parts.isComplete)

        gate.open()
        for (number, reader) in readers.enumerated() { expectRight(try reader.value(), of: 1 + number) }
        try usher.fill("/film")
        expectRight(try usher.get("/film"), length: 3_000_000)
    }

    /// An origin that sends the whole whatever it is asked for.
    @Test func withoutMemoryAndWithoutRanges() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 3_000_000, ignoresRange: true))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "100ms"))
        let readers = try occupy(usher, stuck)
        expectRight(try usher.get("/film", range: "2000000-"), length: 3_000_000)
        gate.open()
        for (number, reader) in readers.enumerated() { expectRight(try reader.value(), of: 1 + number) }
    }

    /// Another version at the origin is never joined to what was sent of the one before.
    @Test func withoutMemoryVersionsAreNotJoined() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "100ms"))
        _ = try usher.get("/film", range: "0-99999")
        let readers = try occupy(usher, stuck)
        origin.change { $0.becomeNewVersion() }
        if let answer = try usher.getUnlessCut("/film") {
            #expect(!answer.isComplete)
            expectNoWrongByte(answer.body)
        }
        try expectHealing(of: 2, length: 3_000_000) { try usher.getUnlessCut("/film") }
        gate.open()
        for (number, reader) in readers.enumerated() { expectRight(try reader.value(), of: 1 + number) }
    }

    /// Who waits gets the memory that comes free, in the order of asking, and is stored.
    @Test func memoryThatComesFreeGoesToWhoWaits() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 1_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "60s"))
        let readers = try occupy(usher, stuck)
        let waiting = (0..<6).map { number in Background { try usher.get("/film-\(number)") } }
        try origin.waitForRequests(6)
        gate.open()
        for (number, reader) in waiting.enumerated() {
            let answer = try reader.value()
            expectRight(answer, of: 1 + number, length: 1_000_000)
            #expect(answer.fields["Cache-Status"]?.contains("detail") == false, "\(answer.fields)")
        }
        for (number, reader) in readers.enumerated() { expectRight(try reader.value(), of: 1 + number) }
        #expect(origin.sentBytes == 6_000_000, "\(origin.ranges)")
    }
}
