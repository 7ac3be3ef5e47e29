import Testing

/// One answer of the origin's, and whether a second request is given it again.
struct ReuseCase: Sendable, CustomTestStringConvertible {
    var status = 200
    var fields: Fields
    var isReused: Bool
    var isChunked = false

    init(_ isReused: Bool, _ fields: Fields, status: Int = 200, isChunked: Bool = false) {
        (self.isReused, self.fields, self.status, self.isChunked) = (isReused, fields, status, isChunked)
    }

    var testDescription: String {
        "\(isReused ? "reused" : "asked again"): \(status) \(fields)".replacing("\r\n", with: "; ")
    }
}

extension CacheRuleScenarios {
    private static let old = "Wed, 01 Jan 2020 00:00:00 GMT"

    private static let cases: [ReuseCase] = [
        ReuseCase(true, ["Cache-Control": "max-age=60"]),
        ReuseCase(false, ["Cache-Control": "max-age=0"]),
        ReuseCase(false, ["Cache-Control": "max-age=60", "Age": "60"]),
        ReuseCase(false, ["Cache-Control": "max-age=60", "Date": old]),
        ReuseCase(true, ["Cache-Control": "s-maxage=60, max-age=0"]),
        ReuseCase(false, ["Cache-Control": "s-maxage=0, max-age=60"]),
        ReuseCase(true, ["Expires": httpDateNow(addingSeconds: 600)]),
        ReuseCase(false, ["Expires": "0", "Last-Modified": old]),
        ReuseCase(true, ["Cache-Control": "max-age=60", "Expires": "0"]),
        ReuseCase(true, ["Last-Modified": old]),
        ReuseCase(false, ["Last-Modified": httpDateNow()]),
        ReuseCase(false, [:]),
        ReuseCase(true, ["Cache-Control": "max-age=60", "ETag": "W/\"a\""]),
        ReuseCase(true, ["Cache-Control": "max-age=60"], isChunked: true),
        ReuseCase(true, ["Cache-Control": "max-age=60", "ETag": "\"a\""], isChunked: true),
        ReuseCase(false, ["Cache-Control": "no-cache, max-age=60"]),
        ReuseCase(false, ["Cache-Control": "no-store, max-age=60"]),
        ReuseCase(false, ["Cache-Control": "private, max-age=60"]),
        ReuseCase(true, ["Cache-Control": "private=\"x-own\", max-age=60", "X-Own": "1"]),
        ReuseCase(true, ["Cache-Control": "no-store, must-understand, max-age=60"]),
        ReuseCase(false, ["Cache-Control": "must-understand, max-age=60"], status: 299),
        ReuseCase(true, ["Cache-Control": "max-age=60"], status: 299),
        ReuseCase(false, ["Cache-Control": "max-age=60", "Set-Cookie": "a=b"]),
        ReuseCase(true, ["Cache-Control": "max-age=60", "Location": "/x"], status: 302),
        ReuseCase(false, ["Location": "/x", "Last-Modified": old], status: 302),
        ReuseCase(true, ["Location": "/x", "Last-Modified": old], status: 301),
        ReuseCase(true, [:], status: 404), ReuseCase(true, [:], status: 410), ReuseCase(false, [:], status: 403),
        ReuseCase(false, ["Cache-Control": "no-cache"], status: 404),
        ReuseCase(false, [:], status: 503), ReuseCase(true, ["Cache-Control": "max-age=60"], status: 503),
        ReuseCase(false, ["Cache-Control": "max-age=60"], status: 416),
        ReuseCase(true, ["CDN-Cache-Control": "max-age=60", "Cache-Control": "no-store"]),
        ReuseCase(false, ["CDN-Cache-Control": "no-store", "Cache-Control": "max-age=60"]),
        ReuseCase(false, ["CDN-Cache-Control": "max-age=0", "Expires": httpDateNow(addingSeconds: 600)]),
        ReuseCase(true, ["CDN-Cache-Control": "max-age=0, &", "Cache-Control": "max-age=60"]),
    ]

    /// What is fresh by one of the many ways to say so is given again, with its own status and fields.
    @Test func answersAreReusedAsTheySay() throws {
        let usher = try Self.cases.map { test in
            let origin = try NumberedOrigin(test.fields, status: test.status, isChunked: test.isChunked)
            return (test, origin)
        }
        for (test, origin) in usher { try Self.expectReuse(test, origin) }
    }

    private static func expectReuse(_ test: ReuseCase, _ origin: NumberedOrigin) throws {
        let usher = try UsherProcess(.cached(origin.url))
        let first = try usher.get("/small"), second = try usher.get("/small")
        let name = test.testDescription
        #expect(first.status == test.status && second.status == test.status, "\(name)")
        #expect(first.text == "answer 1\n" && first.isComplete, "\(name)")
        #expect(origin.requests.count == (test.isReused ? 1 : 2) && second.isComplete, "\(name)")
        #expect(second.isHit == test.isReused, "\(name): \(second.cacheStatus)")
        #expect(second.fields["Location"] == test.fields["Location"], "\(name)")
        #expect(!test.isReused || second.fields["Age"] != nil && second.fields["X-Own"] == nil, "\(name)")
    }

    /// What the request says of itself.
    @Test(
        arguments: [
            ("no-cache", 2), ("max-age=0", 2), ("max-age=30", 2), ("max-age=50", 1), ("min-fresh=50", 2),
            ("min-fresh=10", 1), ("no-store", 2), ("only-if-cached", 1), ("max-stale=5", 1), ("x", 1),
        ] as [(String, Int)])
    func requestsChooseWhatTheyTake(control: String, answer: Int) throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Age": "40"])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        #expect(try usher.get("/small", fields: ["Cache-Control": control]).text == "answer \(answer)\n")
        #expect(try usher.get("/other", fields: ["Cache-Control": "only-if-cached"]).status == 504)
    }

    @Test(
        arguments: [
            ("max-age=60", "max-stale=50", 1), ("max-age=60", "max-stale=5", 2), ("max-age=60", "max-stale", 1),
            ("max-age=60, must-revalidate", "max-stale", 2), ("max-age=60", "max-age=200", 2),
        ] as [(String, String, Int)])
    func requestsMayTakeWhatIsStale(control: String, wish: String, answer: Int) throws {
        let origin = try NumberedOrigin(["Cache-Control": control, "Age": "90"])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        #expect(try usher.get("/small", fields: ["Cache-Control": wish]).text == "answer \(answer)\n")
    }

    /// A reload with `Pragma` asks again; one of what never changes does not.
    @Test func reloadsAskAgain() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60, immutable"])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        #expect(try usher.get("/small", fields: ["Cache-Control": "max-age=0"]).text == "answer 1\n")
        #expect(try usher.get("/small", fields: ["Pragma": "no-cache"]).text == "answer 2\n")
        #expect(try usher.get("/small", fields: ["Pragma": "no-cache", "Cache-Control": "x"]).text == "answer 2\n")
    }

    /// Who is known by a cookie gets nothing kept for others that the origin did not say may be.
    @Test func cookiesKeepGuessesAway() throws {
        let origin = try NumberedOrigin(["Last-Modified": "Wed, 01 Jan 2020 00:00:00 GMT"])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small", fields: ["Cookie": "a=b"]).text == "answer 1\n")
        _ = try usher.get("/small")
        #expect(origin.requests.count == 2)
        #expect(try usher.get("/small", fields: ["Cookie": "a=b"]).isHit)
    }
}
