import Testing

extension CacheScenarios {
    /// Each answer is of one version, the one that its ETag names.
    private func expectOneVersion(_ answer: Response?) {
        guard let answer else { return }
        let object = answer.fields["ETag"] == "\"v2\"" ? 2 : 1
        expectNothingWrong(answer, of: object)
    }

    /// The object changes between the first bytes stored and the rest.
    @Test(arguments: [0..<65_536, 0..<200_000, 131_072..<196_608, 399_000..<400_000])
    func storedBytesAreNeverJoinedToOtherOnes(stored: Range<Int>) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film", range: "\(stored.lowerBound)-\(stored.upperBound - 1)"))
        origin.change { $0.becomeNewVersion() }
        expectOneVersion(try usher.getUnlessCut("/film"))
        expectOneVersion(try usher.getUnlessCut("/film", range: "60000-350000"))
        try expectHealing(of: 2) { try usher.getUnlessCut("/film") }
    }

    /// The object changes while it is being read.
    @Test(arguments: 1...4) func aChangeDuringAReadIsNeverJoined(requests: Int) throws {
        let origin = try MediaOrigin(MediaObject(length: 400_000, cutAt: 100_000))
        origin.changesVersion(afterRequests: requests)
        let usher = try UsherProcess(.cached(origin.url))
        for _ in 0..<4 {
            expectOneVersion(try usher.getUnlessCut("/film"))
            expectOneVersion(try usher.getUnlessCut("/film", range: "50000-150000"))
        }
        origin.change { $0.cutAt = nil }
        let object = origin.current.object
        try expectHealing(of: object) { try usher.getUnlessCut("/film") }
    }
}
