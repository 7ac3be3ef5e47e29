import Testing

extension CacheScenarios {
    private static let odd: [(String, MediaObject)] = [
        ("ignores ranges", MediaObject(ignoresRange: true)),
        ("a weak ETag", MediaObject(etag: "W/\"v1\"", lastModified: nil)),
        ("only a date", MediaObject(etag: nil)), ("no validator", MediaObject(etag: nil, lastModified: nil)),
        ("a date of now", MediaObject(etag: nil, lastModified: httpDateNow())),
        ("chunked", MediaObject(isChunked: true)),
        ("chunked without ranges", MediaObject(ignoresRange: true, isChunked: true)),
        ("no freshness", MediaObject(cacheControl: nil)), ("no-cache", MediaObject(cacheControl: "no-cache")),
        ("slow", MediaObject(delay: .milliseconds(50))),
    ]

    /// Origins that can do little are served rightly all the same.
    @Test(arguments: odd.indices) func everyOriginIsServedRightly(index: Int) throws {
        let (name, object) = Self.odd[index]
        let origin = try MediaOrigin(object)
        let usher = try UsherProcess(.cached(origin.url))
        for range in ["150000-250000", nil, "0-9", "-5", "150000-250000", nil] {
            let answer = try usher.get("/film", range: range)
            #expect(answer.isComplete && [200, 206].contains(answer.status), "\(name), \(range ?? "whole")")
            expectRight(answer)
        }
    }

    /// Errors pass, and are not remembered unless they say for how long.
    @Test(arguments: [403, 429, 500, 503]) func errorsAreNotRemembered(status: Int) throws {
        let origin = try MediaOrigin(MediaObject(cacheControl: nil, status: status))
        let usher = try UsherProcess(.cached(origin.url))
        for range in [nil, "0-9"] {
            let answer = try usher.get("/film", range: range)
            #expect(answer.status == status && answer.text == "status\n")
        }
        origin.change { $0.status = 200 }
        expectRight(try usher.get("/film", range: "0-9"))
        expectRight(try usher.get("/film"))
    }
}
