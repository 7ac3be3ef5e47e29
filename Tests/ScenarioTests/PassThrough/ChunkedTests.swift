import Testing

extension PassThroughScenarios {
    /// Chunked bodies and their trailers go through both ways.
    @Test func trailersAreDeliveredBothWays() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.head(200, ["Transfer-Encoding": "chunked", "Trailer": "X-Sum"])
            try reply.chunk(request.body)
            try reply.lastChunk(trailers: ["X-Sum": request.trailers["X-Sum"] ?? "lost"])
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked", "Trailer": "X-Sum"])
        try client.dribble("5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 7\r\n\r\n", every: .milliseconds(1))
        let answer = try client.readResponse(to: "POST")
        #expect(try origin.request(0).text == "hello world" && origin.request(0).trailers["X-Sum"] == "7")
        #expect(try origin.request(0).fields.has("chunked", in: "Transfer-Encoding"))
        #expect(answer.text == "hello world" && answer.trailers["X-Sum"] == "7")
    }
}
