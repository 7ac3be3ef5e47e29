import Testing

extension PassThroughScenarios {
    /// An upstream that answers the first request of a connection and closes on the second, without a word.
    private func forgetful() throws -> ScriptedOrigin {
        let seen = Heard()
        return try ScriptedOrigin { request, reply in
            let isFirst = !seen.text.contains("(\(request.connection))")
            seen.add(Array("(\(request.connection))".utf8))
            if isFirst { try reply.respond(text: "answer") } else { reply.close() }
        }
    }

    /// A kept connection may be dead; a request without effects is then sent again on a fresh one.
    @Test func aGetIsSentAgainOnce() throws {
        let origin = try forgetful()
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        #expect(try client.get("/1").text == "answer")
        #expect(try client.get("/2").text == "answer")
        #expect(origin.requests.map(\.target) == ["/1", "/2", "/2"] && origin.connectionCount == 2)
    }

    /// A request that may have had its effect is not.
    @Test func aPostIsNeverSentAgain() throws {
        let origin = try forgetful()
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        #expect(try client.get("/1").text == "answer")
        #expect(try client.post("/2", Array("order".utf8)).status == 502)
        #expect(origin.requests.map(\.target) == ["/1", "/2"])
    }

    /// On a fresh connection there is no excuse.
    @Test func aFreshConnectionIsNotTriedAgain() throws {
        let origin = try ScriptedOrigin { _, reply in reply.reset() }
        let usher = try UsherProcess(.passThrough(origin.url))
        #expect(try usher.get("/").status == 502)
        #expect(origin.requests.count == 1)
    }
}
