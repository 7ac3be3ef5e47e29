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

    /// Fills all memory with chunks that do not come to their end; the readers behind it, who have what there is.
    private func occupy(_ usher: UsherProcess) throws -> [RawClient] {
        try (0..<4).map { number in
            let client = try usher.client()
            try client.sendHead("GET", "/held-\(number)")
            #expect(try client.readHead().status == 200)
            expectBytes(try client.reader.read(exactly: 30_000), count: 30_000, of: 1 + number)
            return client
        }
    }

    private func expectTheRest(_ readers: [RawClient]) throws {
        for (number, client) in readers.enumerated() {
            expectBytes(try client.reader.read(exactly: 370_000), at: 30_000, count: 370_000, of: 1 + number)
        }
    }

    /// Where no memory for fills comes free in time, bytes pass from the origin, unstored, and the answer says so; what
    /// had the memory is right, too.
    @Test func withoutMemoryBytesPassByTheStore() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "100ms"))
        let readers = try occupy(usher)

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
        try expectTheRest(readers)
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
        let readers = try occupy(usher)
        expectRight(try usher.get("/film", range: "2000000-"), length: 3_000_000)
        gate.open()
        try expectTheRest(readers)
    }

    /// Another version at the origin is never joined to what was sent of the one before.
    @Test func withoutMemoryVersionsAreNotJoined() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "100ms"))
        _ = try usher.get("/film", range: "0-99999")
        let readers = try occupy(usher)
        origin.change { $0.becomeNewVersion() }
        if let answer = try usher.getUnlessCut("/film") {
            #expect(!answer.isComplete)
            expectNoWrongByte(answer.body)
        }
        try expectHealing(of: 2, length: 3_000_000) { try usher.getUnlessCut("/film") }
        gate.open()
        try expectTheRest(readers)
    }

    /// Who waits gets the memory that comes free, in the order of asking, and is stored.
    @Test func memoryThatComesFreeGoesToWhoWaits() throws {
        let gate = Gate()
        defer { gate.open() }
        let origin = try MediaOrigin(MediaObject(length: 1_000_000))
        let stuck = try MediaOrigin(MediaObject(hold: (position: 30_000, gate: gate)))
        let usher = try UsherProcess(short(origin, stuck, timeout: "60s"))
        let readers = try occupy(usher)
        let waiting = (0..<6).map { number in Background { try usher.get("/film-\(number)") } }
        try origin.waitForRequests(6)
        gate.open()
        for (number, reader) in waiting.enumerated() {
            let answer = try reader.value()
            expectRight(answer, of: 1 + number, length: 1_000_000)
            #expect(answer.fields["Cache-Status"]?.contains("detail") == false, "\(answer.fields)")
        }
        try expectTheRest(readers)
        #expect(origin.sentBytes == 6_000_000, "\(origin.ranges)")
    }
}
