import Testing

extension CacheScenarios {
    private static let date = "Wed, 01 Jan 2020 00:00:00 GMT"

    /// A range is for the version that the client has the beginning of; else it gets the whole.
    @Test(arguments: [true, false]) func ifRangeNeverMixesVersions(isStored: Bool) throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        if isStored { try usher.fill("/film") }
        for validator in ["\"v1\"", Self.date] {
            let part = try usher.get("/film", range: "1000-1999", fields: ["If-Range": validator])
            #expect(part.status == 206, "\(validator)")
            expectBytes(part.body, at: 1000, count: 1000)
        }
        let others = ["\"v2\"", "W/\"v1\"", "v1", "Wed, 01 Jan 2020 00:00:01 GMT", "Tue, 31 Dec 2019 00:00:00 GMT"]
        for validator in others {
            let whole = try usher.get("/film", range: "1000-1999", fields: ["If-Range": validator])
            #expect(whole.status == 200, "\(validator)")
            expectBytes(whole.body, count: 400_000)
        }
        #expect(try usher.get("/film", range: "500000-", fields: ["If-Range": "\"v2\""]).status == 200)
        #expect(try usher.get("/film", fields: ["If-Range": "\"v1\""]).status == 200)
    }
}
