import Testing

extension CacheRuleScenarios {
    /// Each variant is kept beside the others, and given to those whose fields chose it.
    @Test func variantsAreKeptApart() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Vary": "X-Kind, Accept-Language"])
        let usher = try UsherProcess(.cached(origin.url))
        let asked: [(Fields, Int)] = [
            ([:], 1), (["X-Kind": "a"], 2), (["X-Kind": "b"], 3), ([:], 1), (["X-Kind": "a"], 2),
            (["X-Kind": "b", "Accept-Language": "de"], 4), (["X-Kind": "b"], 3), (["X-Kind": "A"], 5),
            (["X-Kind": "b", "Accept-Language": "DE"], 4), (["X-Other": "1"], 1), (["X-Kind": ""], 6),
        ]
        for (fields, number) in asked {
            #expect(try usher.get("/small", fields: fields).text == "answer \(number)\n", "\(fields)")
        }
        let missed = try usher.get("/small", fields: ["X-Kind": "c"])
        #expect(missed.cacheStatus.contains("fwd=vary-miss"), "\(missed.cacheStatus)")
    }

    @Test(arguments: ["*", "X-Kind, *", "Cookie", "Authorization", "X-Forwarded-For", "\"x\""])
    func whatCannotBeComparedIsNotKept(vary: String) throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Vary": vary])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        let second = try usher.get("/small")
        #expect(second.text == "answer 2\n" && second.cacheStatus.contains("detail=vary"))
    }

    /// Variants of one version share its bytes: a page of another site costs its origin a head.
    @Test(arguments: ["Origin", "Origin, Access-Control-Request-Method, X-Kind"])
    func variantsOfOneVersionShareItsBytes(vary: String) throws {
        let origin = try MediaOrigin(MediaObject(fields: ["Vary": vary]))
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        for site in ["https://a.test", "https://b.test"] {
            let first = try usher.get("/film", range: "0-9", fields: ["Origin": site])
            expectRight(first)
            #expect(!first.isHit)
            let whole = try usher.get("/film", fields: ["Origin": site])
            expectRight(whole)
            #expect(whole.isHit, "\(whole.cacheStatus)")
        }
        #expect(origin.requests.count == 3 && origin.sentBytes < 600_000)
    }

    /// Requests that wait for one variant's answer ask for their own.
    @Test func waitersGetTheirOwnVariant() throws {
        let gate = Gate()
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Vary": "X-Kind"])
        origin.change { $0.gate = gate }
        let usher = try UsherProcess(.cached(origin.url))
        let readers = ["a", "b", "a", "b"].map { kind in
            Background { (kind, try usher.get("/small", fields: ["X-Kind": kind]).text) }
        }
        try origin.server.waitForRequests(1)
        gate.open()
        let answers = try readers.map { try $0.value() }
        for (kind, text) in answers {
            for (other, theirs) in answers where kind != other { #expect(text != theirs) }
        }
    }

    /// A change of the object makes all its variants stale.
    @Test func anUnsafeMethodInvalidatesEveryVariant() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60", "Vary": "X-Kind"])
        let usher = try UsherProcess(.cached(origin.url))
        for kind in ["a", "b"] { _ = try usher.get("/small", fields: ["X-Kind": kind]) }
        #expect(try usher.client().request("DELETE", "/small").status == 200)
        #expect(try usher.get("/small", fields: ["X-Kind": "b"]).text == "answer 4\n")
        #expect(try usher.get("/small", fields: ["X-Kind": "a"]).text == "answer 5\n")
    }
}
