import Testing

extension PassThroughScenarios {
    private static var expectation: Fields { ["Expect": "100-continue", "Content-Length": "5"] }

    /// The client is told to go on, and its body arrives.
    @Test func continueIsSaidWhenTheBodyIsWanted() throws {
        let origin = try ScriptedOrigin(readsBodies: false) { request, reply in
            if request.fields["Expect"] != nil { try reply.send("HTTP/1.1 100 Continue\r\n\r\n") }
            try reply.respond(body: try reply.readBody().bytes)
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("POST", "/", Self.expectation)
        #expect(try client.readHead().status == 100)
        try client.send("hello")
        #expect(try client.readResponse(to: "POST").text == "hello")
    }

    /// An upstream that does not want the body says so at once.
    @Test func aFinalStatusMayComeInstead() throws {
        let origin = try ScriptedOrigin(readsBodies: false) { _, reply in
            try reply.respond(403, ["Connection": "close"], text: "no")
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("POST", "/", Self.expectation)
        let answer = try client.readResponse(to: "POST")
        #expect(answer.status == 403 && answer.text == "no")
    }

    /// Where nobody will read the body, nobody asks for it.
    @Test func nobodyAsksForABodyInVain() throws {
        let usher = try UsherProcess(.passThrough())
        let client = try usher.client()
        try client.sendHead("POST", "/", Self.expectation)
        let answer = try client.readResponse(to: "POST")
        #expect(answer.status == 503 && answer.interim.isEmpty)
    }
}
