import Testing

extension PassThroughScenarios {
    /// What a client asks reaches the upstream, and what that says comes back.
    @Test func methodsTargetsAndBodiesArrive() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.respond(201, ["X-Own": "value"], text: "\(request.method) \(request.target) \(request.text)")
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for method in ["GET", "DELETE", "OPTIONS", "PATCH", "BREW"] {
            let answer = try client.request(method, "/a%20b/c?x=1&y=%2F;z")
            #expect(answer.status == 201 && answer.text == "\(method) /a%20b/c?x=1&y=%2F;z ")
            #expect(answer.fields["X-Own"] == "value")
            #expect(origin.requests.last?.fields["Content-Length"] == (method == "PATCH" ? "0" : nil))
        }
        let posted = try client.post("/form", Array("name=usher".utf8))
        #expect(posted.text == "POST /form name=usher")
        #expect(origin.requests.last?.fields["Content-Length"] == "10")
        #expect(try client.post("/empty", []).text == "POST /empty ")
        #expect(try client.head("/x").status == 201)
        #expect(origin.requests.last?.method == "HEAD")
    }

    /// The head of a HEAD answer says the length that a GET would have, and no body follows.
    @Test func headHasALengthAndNoBody() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(body: PositionBytes.bytes(0..<5000)) }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for _ in 0..<3 { #expect(try client.head("/").fields["Content-Length"] == "5000") }
        #expect(!client.isClosed(within: .milliseconds(50)))
        #expect(try client.get("/").body.count == 5000)
    }

    /// 204 and 304 end with their heads, whatever these say.
    @Test func someStatusesHaveNoBody() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.head(request.target == "/204" ? 204 : 304, ["ETag": "\"v1\""])
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for target in ["/204", "/304", "/204"] { #expect(try client.get(target).status == Int(target.dropFirst())!) }
    }
}
