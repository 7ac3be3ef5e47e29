import Testing

extension FramingScenarios {
    private static let hidden = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"

    /// A request inside a body stays a body.
    @Test func aBodyIsNeverReadAsARequest() throws {
        let origin = try ScriptedOrigin { request, reply in try reply.respond(text: request.target) }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        #expect(try client.post("/one", Array(Self.hidden.utf8)).text == "/one")
        try client.sendHead("POST", "/two", ["Transfer-Encoding": "chunked"])
        let size = String(Self.hidden.utf8.count, radix: 16)
        try client.send("\(size);x=\"\(Self.hidden.prefix(14))\"\r\n\(Self.hidden)\r\n0\r\n\r\n")
        #expect(try client.readResponse().text == "/two")
        #expect(origin.requests.map(\.target) == ["/one", "/two"])
        #expect(origin.requests.allSatisfy { $0.text == Self.hidden })
    }

    /// A body that the upstream did not read is not taken for the next request on either connection.
    @Test func anUnreadBodyIsNeverReadAsARequest() throws {
        let origin = try ScriptedOrigin(readsBodies: false) { request, reply in
            try reply.respond(403, ["Connection": "close"], text: request.target)
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        #expect([403, 502].contains(try client.post("/one", Array(Self.hidden.utf8)).status))
        let isClosed = client.isClosed(within: .milliseconds(100))
        if !isClosed { #expect([403, 502].contains(try client.get("/two").status)) }
        #expect(!origin.requests.map(\.target).contains("/smuggled"))
    }
}
