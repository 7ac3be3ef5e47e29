import Testing

extension FramingScenarios {
    private static let cases: [(String, String)] = [
        ("letters for a size", "zz\r\nhello\r\n0\r\n\r\n"), ("no size", "\r\nhello\r\n0\r\n\r\n"),
        ("a negative size", "-5\r\nhello\r\n0\r\n\r\n"), ("a size with 0x", "0x5\r\nhello\r\n0\r\n\r\n"),
        ("an overflowing size", "10000000000000005\r\nhello\r\n0\r\n\r\n"),
        ("a size ended by a bare line feed", "5\nhello\r\n0\r\n\r\n"),
        ("a chunk longer than its size", "5\r\nhello!\r\n0\r\n\r\n"),
        ("a chunk ended by a bare line feed", "5\r\nhello\n0\r\n\r\n"),
        ("a trailer without a colon", "5\r\nhello\r\n0\r\nno colon\r\n\r\n"),
    ]

    /// A body that is framed badly ends the connection; the upstream never gets it as a whole.
    @Test func badChunksAreRefused() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        for (name, body) in Self.cases {
            let client = try usher.client()
            try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked"])
            try client.send(body + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.readResponse(to: "POST")
            #expect(answer.status == 400, "\(name)")
            #expect(client.isClosed(), "\(name)")
        }
        #expect(origin.requests.map(\.target) == [])
    }
}
