import Testing

extension CacheRuleScenarios {
    /// What an authorised request brought is others' only where the origin says so (RFC 9111 §3.5).
    @Test(
        arguments: [
            ("max-age=60", false), ("max-age=60, proxy-revalidate", false), ("max-age=60, public", true),
            ("s-maxage=60", true), ("max-age=60, must-revalidate", true), ("private, s-maxage=60", false),
        ] as [(String, Bool)])
    func authorisedAnswersAreShared(control: String, isShared: Bool) throws {
        let origin = try NumberedOrigin(["Cache-Control": control])
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/small", fields: ["Authorization": "Bearer ann"]).text == "answer 1\n")
        let text = isShared ? "answer 1\n" : "answer 2\n"
        #expect(try usher.get("/small", fields: ["Authorization": "Bearer bob"]).text == text)
        #expect(origin.requests.last?.fields["Authorization"] == (isShared ? "Bearer ann" : "Bearer bob"))
        #expect(try usher.get("/small").isHit == isShared)
    }

    /// What was stored for all is not what somebody in particular gets.
    @Test func anAuthorisedRequestIsAskedForItself() throws {
        let origin = try NumberedOrigin(["Cache-Control": "max-age=60"])
        let usher = try UsherProcess(.cached(origin.url))
        _ = try usher.get("/small")
        let own = try usher.get("/small", fields: ["Authorization": "Bearer ann"])
        #expect(own.text == "answer 2\n" && own.cacheStatus.contains("detail=authorization"))
        #expect(try usher.get("/small").text == "answer 1\n")
    }

    /// Its own conditions go to the origin where nothing is stored.
    @Test func conditionsOfAnAuthorisedRequestGoThrough() throws {
        let origin = try NumberedOrigin(["Cache-Control": "private", "ETag": "\"a\""])
        origin.change { $0.confirmation = ["ETag": "\"a\""] }
        let usher = try UsherProcess(.cached(origin.url))
        let answer = try usher.get("/small", fields: ["Authorization": "Bearer ann", "If-None-Match": "\"a\""])
        #expect(answer.status == 304 && origin.requests.last?.fields["If-None-Match"] == "\"a\"")
    }
}
