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

    /// A small body that nobody wanted does not cost the connection, whether it is there already or comes a little later.
    @Test(arguments: [true, false], ["Content-Length: 5", "Transfer-Encoding: chunked"])
    func anUnwantedBodyIsDropped(comesLater: Bool, framing: String) throws {
        let origin = try echo()
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Path(`/known`)"
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        let body = framing.hasPrefix("C") ? "GET /" : "5\r\nGET /\r\n0\r\n\r\n"
        try client.send("POST /unknown HTTP/1.1\r\nHost: a\r\n\(framing)\r\n\r\n" + (comesLater ? "" : body))
        let answer = try client.readResponse()
        #expect(answer.status == 404 && answer.fields["Connection"] == nil)
        if comesLater { try client.send(body) }
        #expect(try client.get("/known").text == "GET /known")
    }

    /// One that is large, waits for permission, or never comes, does.
    @Test func aConnectionIsNotKeptForALargeBody() throws {
        let origin = try echo()
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Path(`/known`)"
        let usher = try UsherProcess(setup)
        for field in ["Content-Length: 262145", "Content-Length: 5\r\nExpect: 100-continue"] {
            let client = try usher.client()
            try client.send("POST /unknown HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n")
            let answer = try client.readResponse()
            #expect(answer.status == 404 && answer.fields["Connection"] == "close", "\(field)")
            #expect(client.isClosed())
        }
        let silent = try usher.client()
        try silent.send("POST /unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET")
        #expect(try silent.readResponse().status == 404)
        #expect(silent.isClosed())
        let endless = try usher.client()
        try endless.send("POST /unknown HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n")
        #expect(try endless.readResponse().status == 404)
        try endless.send([UInt8](repeating: 65, count: 262_145))
        #expect(endless.isClosed())
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
