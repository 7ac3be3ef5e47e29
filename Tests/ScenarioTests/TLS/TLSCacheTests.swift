import Testing

extension TLSScenarios {
    /// Ranges come right through TLS, from the store and while it is being filled.
    @Test func rangesOverTLS() throws {
        let origin = try MediaOrigin()
        var setup = Setup.cached(origin.url)
        setup.hasTLS = true
        let usher = try UsherProcess(setup)
        expectRight(try usher.tlsClient().get("/film"))
        try usher.fill("/film")
        let asked = origin.requests.count
        let client = try usher.tlsClient()
        for range in ["0-", "0-0", "65000-70000", "131072-262143", "-77777"] {
            let answer = try client.get("/film", range: range)
            #expect(answer.status == 206 && answer.isHit)
            expectRight(answer)
        }
        #expect(origin.requests.count == asked)
    }

    /// Many readers over TLS and plain share one fill.
    @Test func readersOfBothKindsShareAFill() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(length: 1_000_000, hold: (position: 300_000, gate: gate)))
        defer { gate.open() }
        var setup = Setup.cached(origin.url)
        setup.hasTLS = true
        let usher = try UsherProcess(setup)
        let readers = (0..<6).map { index in
            Background { try (index % 2 == 0 ? usher.client() : usher.tlsClient()).get("/film") }
        }
        try origin.waitForRequests(1)
        sleep(.milliseconds(150))
        gate.open()
        for reader in readers { expectRight(try reader.value(), length: 1_000_000) }
        #expect(origin.sentBytes == 1_000_000, "\(origin.ranges)")
    }
}
