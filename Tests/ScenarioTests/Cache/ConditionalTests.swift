import Testing

extension CacheScenarios {
    /// A client that has the stored version is told so, without its bytes and without the origin.
    @Test func theSameVersionIs304() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        let asked = origin.requests.count
        let same: [Fields] = [
            ["If-None-Match": "\"v1\""], ["If-None-Match": "W/\"v1\""], ["If-None-Match": "\"x\", \"v1\""],
            ["If-None-Match": "*"], ["If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"],
            ["If-Modified-Since": "Fri, 01 Jan 2021 00:00:00 GMT"],
            ["If-None-Match": "\"v1\"", "Range": "bytes=0-9"],
            ["If-None-Match": "\"v1\"", "If-Modified-Since": "Tue, 01 Jan 2019 00:00:00 GMT"],
        ]
        let client = try usher.client()
        for fields in same {
            let answer = try client.get("/film", fields: fields)
            #expect(answer.status == 304 && answer.fields["ETag"] == "\"v1\"", "\(fields)")
        }
        #expect(try client.head("/film", fields: same[0]).status == 304)
        #expect(origin.requests.count == asked)
    }

    @Test func anotherVersionIsSent() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        let other: [Fields] = [
            ["If-None-Match": "\"v2\""], ["If-Modified-Since": "Tue, 01 Jan 2019 00:00:00 GMT"],
            ["If-None-Match": "\"v2\"", "If-Modified-Since": "Fri, 01 Jan 2021 00:00:00 GMT"],
            ["If-Modified-Since": "yesterday"],
        ]
        for fields in other {
            let answer = try usher.get("/film", fields: fields)
            #expect(answer.status == 200, "\(fields)")
            expectRight(answer)
        }
    }

    /// What is not stored, or stored and stale, or never stored at all: a client that has the version is told so.
    @Test(arguments: ["max-age=3600", "max-age=0", "no-store", "private"])
    func theSameVersionIs304HoweverItIsKept(cacheControl: String) throws {
        let origin = try MediaOrigin(MediaObject(cacheControl: cacheControl))
        let usher = try UsherProcess(.cached(origin.url))
        let same: [Fields] = [
            ["If-None-Match": "\"v1\""], ["If-Modified-Since": "Wed, 01 Jan 2020 00:00:00 GMT"],
            ["If-None-Match": "\"v1\"", "Range": "bytes=70000-70009"],
        ]
        for (number, fields) in same.enumerated() {
            for round in 1...2 {
                let answer = try usher.get("/film-\(number)", fields: fields)
                #expect(answer.status == 304 && answer.fields["ETag"] == "\"v1\"", "\(fields) \(round)")
                #expect(answer.fields["Content-Range"] == nil && answer.fields["Content-Length"] == nil)
            }
            let other: Fields = ["If-None-Match": "\"v2\"", "If-Modified-Since": "Fri, 01 Jan 2021 00:00:00 GMT"]
            expectRight(try usher.get("/film-\(number)", fields: other), of: 1 + number)
        }
    }

    /// A refusal is no version.
    @Test func conditionsAreForSuccessesOnly() throws {
        let origin = try MediaOrigin(MediaObject(status: 404))
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/film", fields: ["If-None-Match": "\"v1\""]).status == 404)
    }
}
