import Testing

extension CacheScenarios {
    /// Many readers of one object that is not stored cost its origin one reading.
    @Test func parallelReadersShareOneFill() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(length: 1_000_000, hold: (position: 500_000, gate: gate)))
        let usher = try UsherProcess(.cached(origin.url))
        let readers = (0..<8).map { _ in Background { try usher.get("/film") } }
        try origin.waitForRequests(1)
        sleep(.milliseconds(100))
        gate.open()
        for reader in readers { expectRight(try reader.value(), length: 1_000_000) }
        #expect(origin.sentBytes == 1_000_000, "\(origin.ranges)")
    }

    /// A reader who takes everything at once is asked for in few and long runs, one after the other.
    @Test func runsGrowWithTheirReader() throws {
        let length = 8_000_000
        let origin = try MediaOrigin(MediaObject(length: length, pace: .milliseconds(2)))
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/film", range: "0-0")
        expectRight(try usher.get("/film"), length: length)
        #expect(origin.sentBytes == length, "\(origin.ranges)")
        // With two chunks for each there would be 62.
        #expect(origin.requests.count < 40, "\(origin.ranges)")
    }
}
