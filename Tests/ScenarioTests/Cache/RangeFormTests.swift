import Testing

extension CacheScenarios {
    private static let forms: [(range: String, positions: Range<Int>)] = [
        ("0-0", 0..<1), ("0-65535", 0..<65_536), ("65536-65536", 65_536..<65_537), ("65535-65536", 65_535..<65_537),
        ("100000-299999", 100_000..<300_000), ("399999-", 399_999..<400_000), ("250000-", 250_000..<400_000),
        ("0-", 0..<400_000), ("-1", 399_999..<400_000), ("-70000", 330_000..<400_000), ("-900000", 0..<400_000),
        ("399990-99999999999999999999999", 399_990..<400_000), ("1-400000", 1..<400_000),
    ]

    /// Every form of one range, of a stored object and of one that is not.
    @Test(arguments: [true, false]) func oneRangeIsAnsweredWithItsBytes(isStored: Bool) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        for (number, form) in Self.forms.enumerated() {
            let target = isStored ? "/film-0" : "/film-\(number)"
            if isStored, number == 0 { try usher.fill(target) }
            let answer = try usher.get(target, range: form.range)
            #expect(answer.status == 206 && answer.isComplete, "\(form)")
            #expect(answer.contentRange?.positions == form.positions && answer.contentRange?.total == 400_000)
            #expect(answer.fields["Content-Length"] == "\(form.positions.count)")
            #expect(answer.fields["ETag"] == "\"v1\"" && answer.fields["Content-Type"] == "video/mp4")
            let object = isStored ? 1 : 1 + number
            expectBytes(answer.body, at: form.positions.lowerBound, count: form.positions.count, of: object)
        }
    }

    /// What lies behind the end cannot be had; the answer tells where that is.
    @Test(arguments: ["400000-", "400000-400001", "-0", "99999999999999999999-"])
    func whatIsNotThereIs416(range: String) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        for isStored in [false, true] {
            if isStored { try usher.fill("/film") }
            let answer = try usher.get("/film", range: range)
            #expect(answer.status == 416 && answer.fields["Content-Range"] == "bytes */400000", "\(isStored)")
        }
        expectRight(try usher.get("/film"))
    }
}
