import Testing

extension PassThroughScenarios {
    private static let hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    private static let page = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"

    /// An answer that arrives in one piece with the hints before it waits for no further byte.
    @Test(arguments: [1, 3]) func anAnswerBehindHintsInOnePieceArrives(count: Int) throws {
        let origin = try ScriptedOrigin { _, reply in
            try reply.send(String(repeating: Self.hints, count: count) + Self.page)
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("GET", "/")
        for _ in 0..<count { #expect(try client.readHead().status == 103) }
        #expect(try client.readResponse().text == "page")
    }

    /// Interim answers without end would fill the memory while the client reads nothing.
    @Test func hintsWithoutEndAreRefused() throws {
        let origin = try ScriptedOrigin { _, reply in
            try reply.send(String(repeating: Self.hints, count: 1000) + Self.page)
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("GET", "/")
        var status = 103
        while status == 103 { status = try client.readHead().status }
        #expect(status == 502)
    }
}
