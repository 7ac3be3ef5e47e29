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
}
