import Testing

extension CacheRuleScenarios {
    /// The old answer is given at once, and one question brings the new one.
    @Test func aStaleAnswerIsRenewedBehind() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60, stale-while-revalidate=60", "Age": "90"])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        let gate = Gate()
        origin.change { ($0.gate, $0.fields) = (gate, ["Cache-Control": "max-age=60"]) }
        for _ in 0..<3 {
            let stale = try usher.get("/small")
            #expect(stale.text == "answer 1\n" && stale.isHit && stale.cacheStatus.contains("ttl=-"))
        }
        try origin.server.waitForRequests(2)
        gate.open()
        try eventually("the new answer") { try usher.get("/small").text == "answer 2\n" }
        #expect(origin.requests.count == 2)
    }

    @Test(
        arguments: [
            "max-age=60, stale-while-revalidate=20", "max-age=60, stale-while-revalidate=60, must-revalidate",
            "s-maxage=60, stale-while-revalidate=60", "no-cache, stale-while-revalidate=60",
        ])
    func beyondTheLimitItWaits(control: String) throws {
        let origin = try NumberedOrigin(["Cache-Control": control, "Age": "90"])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        #expect(try usher.get("/small").text == "answer 2\n")
    }

    /// An origin that fails is stood in for as long as its answers said; one that is silent for a day.
    @Test(
        arguments: [
            ("max-age=60, stale-if-error=60", true, true), ("max-age=60, stale-if-error=20", false, false),
            ("max-age=60", false, true), ("max-age=60, must-revalidate", false, false),
            ("max-age=60, stale-if-error=60, proxy-revalidate", false, false), ("s-maxage=60", false, false),
        ] as [(String, Bool, Bool)])
    func staleAnswersStandIn(control: String, forErrors: Bool, forSilence: Bool) throws {
        let origin = try NumberedOrigin(["Cache-Control": control, "Age": "90", "ETag": "\"a\""])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small").text == "answer 1\n")
        for status in [500, 502, 503, 504] {
            origin.change { ($0.status, $0.fields) = (status, [:]) }
            let answer = try usher.get("/small")
            #expect((answer.text == "answer 1\n") == forErrors && answer.status == (forErrors ? 200 : status))
            if forErrors { #expect(answer.cacheStatus.contains("fwd=stale; fwd-status=\(status)")) }
        }
        origin.change { $0.isDown = true }
        let answer = try usher.get("/small")
        #expect((answer.text == "answer 1\n") == forSilence && answer.status == (forSilence ? 200 : 502))
        if forSilence { #expect(answer.cacheStatus.contains("detail=stale-if-error"), "\(answer.cacheStatus)") }
        #expect(try usher.get("/small", fields: ["Cache-Control": "no-cache"]).status == 502)
        #expect(try usher.get("/never").status == 502)
    }

    /// Nor does it stand in where an answer of the origin's was no server's failure.
    @Test func otherAnswersAreNotStoodInFor() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60, stale-if-error=60", "Age": "90"])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        origin.change { ($0.status, $0.fields) = (403, [:]) }
        #expect(try usher.get("/small").status == 403)
    }

    /// What is changed by a request is not given again, however lenient its answer was.
    @Test func whatIsInvalidIsNotServedStale() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60, stale-while-revalidate=60, stale-if-error=60"])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        #expect(try usher.client().request("PUT", "/small").status == 200)
        #expect(try usher.get("/small").text == "answer 3\n")
    }

    /// A film of which a part is stored plays on where that part is all that is wanted.
    @Test func partsOfAFilmStandIn() throws {
        let origin = try MediaOrigin(MediaObject(cacheControl: "max-age=60, stale-if-error=60", fields: ["Age": "90"]))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film", range: "0-99"))
        origin.change { ($0.status, $0.cacheControl, $0.fields) = (503, nil, [:]) }
        try eventually("the first chunk") { try usher.get("/film", range: "0-99").status == 206 }
        expectRight(try usher.get("/film", range: "10-999"))
        #expect(try usher.get("/film", range: "300000-300009").status == 503)
    }
}
