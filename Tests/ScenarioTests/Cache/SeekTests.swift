import Testing

extension CacheScenarios {
    /// A seek into what is not stored goes to the origin at just that place, and does not wait for what lies before.
    @Test func aSeekAsksForItsOwnPlaceFirst() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(length: 4_000_000, hold: (position: 2_200_000, gate: gate)))
        defer { gate.open() }
        let usher = try UsherProcess(.cached(origin.url))
        let answer = try usher.get("/film", range: "2000100-2000199")
        #expect(answer.status == 206)
        expectBytes(answer.body, at: 2_000_100, count: 100)
        #expect(origin.ranges.first?.hasPrefix("bytes=2000100-") == true, "\(origin.ranges)")
    }

    /// Seeking about leaves nothing wrong behind, and the gaps are filled without asking twice for much.
    @Test func seekingAboutThenReadingTheWhole() throws {
        let origin = try MediaOrigin(MediaObject(length: 2_000_000))
        let usher = try UsherProcess(.cached(origin.url))
        for start in [1_500_000, 300_001, 1_999_999, 0, 777_777] {
            let answer = try usher.get("/film", range: "\(start)-\(min(1_999_999, start + 99_999))")
            expectRight(answer, length: 2_000_000)
        }
        expectRight(try usher.get("/film"), length: 2_000_000)
        try usher.fill("/film")
        expectRight(try usher.get("/film"), length: 2_000_000)
    }
}
