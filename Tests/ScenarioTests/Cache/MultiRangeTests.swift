import Testing

extension CacheScenarios {
    /// Several ranges come as parts, each with its place.
    @Test(arguments: [true, false]) func severalRangesAreParts(isStored: Bool) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        if isStored { try usher.fill("/film") }
        let answer = try usher.get("/film", range: "300000-300099, 0-0,-5")
        #expect(answer.status == 206 && answer.isComplete && answer.fields["Content-Range"] == nil)
        let parts = try MultipartBody(answer).parts
        #expect(Set(parts.map(\.positions)) == [300_000..<300_100, 0..<1, 399_995..<400_000])
        for part in parts {
            #expect(part.total == 400_000 && part.fields["Content-Type"] == "video/mp4")
            expectBytes(part.bytes, at: part.positions.lowerBound, count: part.positions.count)
        }
        #expect(!origin.ranges.contains { $0.contains(",") })
    }

    /// Of ranges that cannot be had, overlap or touch, one part at most is left.
    @Test(arguments: ["0-99,400000-", "0-49,50-99", "0-79,20-99", "0-99,0-99,0-99"])
    func oneRangeThatIsLeftIsOnePart(range: String) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let answer = try usher.get("/film", range: range)
        #expect(answer.status == 206)
        if answer.fields["Content-Range"] != nil {
            expectBytes(answer.body, count: 100)
        } else {
            let parts = try MultipartBody(answer).parts
            for part in parts { expectNoWrongByte(part.bytes, at: part.positions.lowerBound) }
            #expect(Set(parts.flatMap { Array($0.positions) }) == Set(0..<100))
        }
    }

    /// No short request makes a long answer.
    @Test func manyRangesNeverSendMoreThanTheObject() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        let many = try usher.get("/film", range: (0..<500).map { "\($0)-" }.joined(separator: ","))
        #expect([200, 206, 416].contains(many.status) && many.body.count < 500_000)
        #expect(try usher.get("/film", range: "400000-,500000-").status == 416)
    }
}
