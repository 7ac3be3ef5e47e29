import Testing

extension FramingScenarios {
    private static let cases: [(String, String)] = [
        ("length and chunked", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ("chunked and length", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"),
        ("two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
        ("a list of lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\nhello!"),
        ("a signed length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello"),
        ("an endless length", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551617\r\n\r\n"),
        ("an unknown coding", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n"),
        ("chunked not last", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n"),
        ("chunked twice", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n"),
        ("a folded line", "GET / HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n two\r\n\r\n"),
        ("bare line feeds", "GET / HTTP/1.1\nHost: a\n\n"),
        ("one bare line feed", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
        ("a bare carriage return", "GET / HTTP/1.1\r\nHost: a\r\nX: y\rz\r\n\r\n"),
        ("a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
        ("a line without a colon", "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n"),
        ("a NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: y\u{0}z\r\n\r\n"),
        ("no Host", "GET / HTTP/1.1\r\nX: y\r\n\r\n"), ("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        ("a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        ("a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    /// What could be read in two ways is refused at the door, and nothing that follows it is looked at.
    @Test func ambiguousHeadsAreRefused() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        for (name, head) in Self.cases {
            let client = try usher.client()
            try client.send(head + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
            let answer = try client.readResponse()
            #expect([400, 501].contains(answer.status), "\(name)")
            #expect(client.isClosed(), "\(name)")
        }
        #expect(origin.requests.map(\.target) == [])
    }
}
