import Testing

extension MiddlewareScenarios {
    private func usher(_ options: String, _ origin: ScriptedOrigin) throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["b: {buffering: {\(options)}}"]
        return try UsherProcess(setup)
    }

    /// Answers with the length and a sum of the body, and says how it was framed.
    private func summing() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            let sum = request.body.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff }
            let framing = request.fields["Content-Length"] ?? "chunked"
            try reply.respond(text: "\(request.body.count) \(sum) \(framing)")
        }
    }

    /// In memory, at its border, and in the file.
    @Test(arguments: [1, 65_536, 65_537, 1_000_000])
    func aBodyArrivesWhole(count: Int) throws {
        let origin = try summing()
        let usher = try usher("memRequestBodyBytes: 65536", origin)
        let body = PositionBytes.bytes(0..<count)
        let sum = body.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff }
        let client = try usher.client()
        let known = try client.post("/", body)
        #expect(known.text == "\(count) \(sum) \(count)")
        try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked"])
        try client.send("\(String(count, radix: 16))\r\n")
        try client.send(body)
        try client.send("\r\n0\r\n\r\n")
        #expect(try client.readResponse(to: "POST").text == "\(count) \(sum) \(count)")
        #expect(origin.requests.count == 2)
    }

    @Test func tooMuchIs413BeforeAnythingIsAsked() throws {
        let origin = try summing()
        let usher = try usher("maxRequestBodyBytes: 10", origin)
        #expect(try usher.client().post("/", PositionBytes.bytes(0..<10)).status == 200)
        let refused = try usher.client().post("/", PositionBytes.bytes(0..<11))
        #expect(refused.status == 413 && refused.text == "Request Entity Too Large")
        let client = try usher.client()
        try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked"])
        try client.send("b\r\nhello world\r\n0\r\n\r\n")
        #expect(try client.readResponse(to: "POST").status == 413)
        #expect(origin.requests.count == 1)
    }

    @Test func aResponseIsTakenWholeFirst() throws {
        let body = PositionBytes.bytes(0..<300_000)
        let origin = try ScriptedOrigin { request, reply in
            try reply.head(200, ["Transfer-Encoding": "chunked"])
            try reply.chunk(body)
            if request.target == "/cut" { return reply.close() }
            try reply.lastChunk()
        }
        let usher = try usher("memResponseBodyBytes: 1000, maxResponseBodyBytes: 300000", origin)
        let answer = try usher.client().get("/")
        #expect(answer.status == 200 && answer.body == body && answer.fields["Content-Length"] == "300000")
        #expect(try usher.client().get("/cut").status == 502)
        let small = try self.usher("maxResponseBodyBytes: 299999", origin)
        #expect(try small.client().get("/").status == 500)
    }

    @Test func aRequestIsSentAgainWhileTheConditionHolds() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(503, text: "no") }
        let usher = try usher("retryExpression: 'ResponseCode() == 503 && Attempts() < 3'", origin)
        #expect(try usher.client().post("/", PositionBytes.bytes(0..<5)).status == 503)
        #expect(origin.requests.map(\.body) == [[UInt8]](repeating: PositionBytes.bytes(0..<5), count: 3))
    }

    /// What HEAD says of a body is the server's word.
    @Test func aResponseToHEADIsNotMeasured() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "hello") }
        let usher = try usher("maxResponseBodyBytes: 100", origin)
        let client = try usher.client()
        for _ in 0..<2 {
            let lengths = try client.head("/").fields.lines.filter { $0.name == "Content-Length" }.map(\.value)
            #expect(lengths == ["5"])
        }
        #expect(origin.connectionCount == 1)
    }

    /// A body that is not here any more cannot be sent once more.
    @Test func aStreamedBodyIsSentOnce() throws {
        let origin = try ScriptedOrigin { request, reply in try reply.respond(503, text: request.text) }
        let usher = try usher(
            "disableRequestBuffer: true, retryExpression: 'ResponseCode() == 503 && Attempts() < 3'", origin)
        let client = try usher.client()
        let answer = try client.post("/", Array("body".utf8))
        #expect(answer.status == 503 && answer.text == "body" && origin.requests.count == 1)
        #expect(try client.get("/").status == 503)
        #expect(origin.requests.count == 4)
    }
}
