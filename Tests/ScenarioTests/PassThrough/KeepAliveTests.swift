import Testing

extension PassThroughScenarios {
    private func echo() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in try reply.respond(text: "\(request.method) \(request.target)") }
    }

    /// Requests one after another use one connection on either side.
    @Test func connectionsAreKept() throws {
        let origin = try echo()
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for index in 0..<5 { #expect(try client.get("/\(index)").text == "GET /\(index)") }
        #expect(origin.connectionCount == 1)
    }

    /// Three requests sent at once are answered in their order.
    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let origin = try ScriptedOrigin { request, reply in
            if request.target == "/1" { reply.stall(.milliseconds(100)) }
            try reply.respond(text: "\(request.method) \(request.target) \(request.text)")
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send(
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                + "POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                + "GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
        let answers = try (0..<3).map { _ in try client.readResponse().text }
        #expect(answers == ["GET /1 ", "POST /2 hello", "GET /3 "])
    }

    /// A client that asks for the end gets it behind the answer; so does one of HTTP/1.0.
    @Test(arguments: ["GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"])
    func theEndComesWhereItIsAskedFor(request: String) throws {
        let origin = try echo()
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send(request)
        let answer = try client.readResponse()
        #expect(answer.text == "GET /" && answer.isComplete)
        #expect(client.isClosed())
    }
}
