import Testing

extension MiddlewareScenarios {
    @Test(arguments: [
        ("{scheme: https}", "GET", 302, "https://media.test/a?b=1"),
        ("{scheme: https, permanent: true}", "GET", 301, "https://media.test/a?b=1"),
        ("{scheme: https, port: 8443}", "POST", 307, "https://media.test:8443/a?b=1"),
        ("{scheme: https, port: 443, permanent: true}", "POST", 308, "https://media.test/a?b=1"),
    ])
    func anotherSchemeIsPointedTo(options: String, method: String, status: Int, location: String) throws {
        var setup = Setup.passThrough("http://127.0.0.1:9")
        setup.middlewares = ["r: {redirectScheme: \(options)}"]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.send("\(method) /a?b=1 HTTP/1.1\r\nHost: media.test:1234\r\nContent-Length: 0\r\n\r\n")
        let answer = try client.readResponse(to: method)
        #expect(answer.status == status && answer.fields["Location"] == location)
    }

    @Test(
        arguments: [
            (
                "{regex: '^http://media.test(:[0-9]+)?/(.*)', replacement: 'https://www.media.test/${2}'}", 302,
                "https://www.media.test/a?b=1"
            ),
            ("{regex: '^http://[^/]+/a', replacement: 'http://x.test/c', permanent: true}", 301, "http://x.test/c?b=1"),
            ("{regex: nowhere, replacement: x}", 502, nil),
        ] as [(String, Int, String?)])
    func aMatchingURLIsPointedElsewhere(options: String, status: Int, location: String?) throws {
        var setup = Setup.passThrough("http://127.0.0.1:9")
        setup.middlewares = ["r: {redirectRegex: \(options)}"]
        let usher = try UsherProcess(setup)
        let answer = try usher.client().get("/a?b=1", fields: ["Host": "media.test:1234"])
        #expect(answer.status == status && answer.fields["Location"] == location)
    }

    /// Bytes that are no text are pointed to as they came, escaped.
    @Test func bytesBeyondTextAreKept() throws {
        var setup = Setup.passThrough("http://127.0.0.1:9")
        setup.middlewares = ["r: {redirectScheme: {scheme: https}}"]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.send(
            Array("GET /".utf8) + [0xfc] + Array("?q=".utf8) + [0xfc] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        #expect(try client.readResponse().fields["Location"] == "https://a/%FC?q=%FC")
    }
}
