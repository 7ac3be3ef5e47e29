import Testing

extension CacheScenarios {
    /// The first request fills, the next is answered from the store, and says so.
    @Test func aMissThenAHit() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        let miss = try usher.get("/film")
        expectRight(miss)
        #expect(miss.status == 200 && miss.cacheStatus.contains("fwd="))
        #expect(!miss.isHit && miss.fields["Content-Type"] == "video/mp4" && miss.fields["ETag"] == "\"v1\"")
        let asked = origin.requests.count
        try eventually("a hit") { try usher.get("/film").isHit }
        let hit = try usher.get("/film")
        expectRight(hit)
        #expect(hit.status == 200 && !hit.cacheStatus.contains("fwd"))
        #expect(hit.fields["Age"].flatMap { Int($0) } ?? -1 >= 0)
        #expect(hit.fields["Content-Type"] == "video/mp4" && hit.fields["ETag"] == "\"v1\"")
        #expect(hit.fields["Last-Modified"] != nil && hit.fields["Accept-Ranges"] == "bytes")
        #expect(origin.requests.count == asked && origin.sentBytes == 400_000)
    }

    /// Age counts from where the origin's own left off, and a path is its own object.
    @Test func ageAndPathsCount() throws {
        let origin = try MediaOrigin(MediaObject(fields: ["Age": "100"]))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film-1"), of: 2)
        try eventually("a hit") { try usher.get("/film-1").isHit }
        #expect(try usher.get("/film-1").fields["Age"].flatMap { Int($0) } ?? 0 >= 100)
        expectRight(try usher.get("/film-2"), of: 3)
        expectRight(try usher.get("/film-1?other=1"), of: 2)
        expectRight(try usher.get("/film-1"), of: 2)
    }
}
