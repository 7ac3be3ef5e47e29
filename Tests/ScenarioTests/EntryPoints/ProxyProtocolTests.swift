import Testing

extension EntryPointScenarios {
    private static let request = Array("GET /who HTTP/1.1\r\nHost: media.example\r\n\r\n".utf8)
    private static let line = Array("PROXY TCP4 192.0.2.7 198.51.100.1 4660 443\r\n".utf8)
    /// 2001:db8::5 port 4660, and three bytes of further data.
    private static let binary: [UInt8] =
        [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10, 0x21, 0x21, 0, 39]
        + [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]
        + [UInt8](repeating: 0, count: 16) + [0x12, 0x34, 1, 187, 4, 0, 0]

    private func start(
        _ origin: ScriptedOrigin, _ options: String = "insecure: true", hasTLS: Bool = false
    ) throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["proxyProtocol: {\(options)}"] + (hasTLS ? ["http: {tls: {}}"] : [])
        setup.staticLines = ["accessLog: {}"]
        return try UsherProcess(setup)
    }

    private func whoAsks() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in try reply.respond(text: request.fields["X-Forwarded-For"] ?? "none") }
    }

    /// Whom the proxy names is the client, for upstreams and the log, on every request of the connection.
    @Test func theNamedClientIsThePeer() throws {
        let origin = try whoAsks()
        let usher = try start(origin)
        for (header, name) in [(Self.line, "192.0.2.7"), (Self.binary, "2001:db8::5"), ([], "127.0.0.1")] {
            let client = try usher.client()
            try client.send(header + Self.request + Self.request)
            #expect(try client.readResponse().text == name)
            #expect(try client.readResponse().text == name)
            try eventually("a log line of \(name)") { usher.log.contains("\(name) - - [") }
        }
    }

    /// TLS begins behind the header; plain text on the same port gets no router's answer.
    @Test func theHeaderStandsBeforeTLS() throws {
        let origin = try whoAsks()
        let usher = try start(origin, hasTLS: true)
        for (header, name) in [(Self.line, "192.0.2.7"), (Self.binary, "2001:db8::5"), ([], "127.0.0.1")] {
            #expect(try RawClient(tlsPort: usher.port, preface: header).get("/").text == name)
        }
        let plain = try usher.client()
        try plain.send(Self.line + Self.request)
        #expect(try plain.readResponse().status == 404)
        #expect(origin.requests.count == 3)
    }

    /// A header may come in pieces, the request's bytes with its last one.
    @Test func aHeaderInPieces() throws {
        let origin = try whoAsks()
        let usher = try start(origin, "trustedIPs: [127.0.0.1]")
        let client = try usher.client()
        for byte in Self.binary.dropLast(2) {
            try client.send([byte])
            sleep(.milliseconds(2))
        }
        try client.send(Self.binary.suffix(2) + Self.request)
        #expect(try client.readResponse().text == "2001:db8::5")
    }

    /// A header that is none ends the connection without an answer, and so does one that is cut short.
    @Test func aBadHeaderEndsTheConnection() throws {
        let origin = try whoAsks()
        let usher = try start(origin)
        for header in ["PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n", "PROXY /a HTTP/1.1\r\n"] {
            let client = try usher.client()
            try client.send(Array(header.utf8) + Self.request)
            #expect(client.isClosed())
        }
        let cut = try usher.client()
        try cut.send(Array(Self.binary.dropLast(5)))
        cut.shutdownWriting()
        #expect(cut.isClosed())
        #expect(origin.requests.isEmpty)
    }

    /// From a peer that is not trusted it is a bad request.
    @Test func othersMayNotNameAClient() throws {
        let origin = try whoAsks()
        let usher = try start(origin, "trustedIPs: [192.0.2.0/24]")
        let client = try usher.client()
        try client.send(Self.line + Self.request)
        #expect(try client.readResponse().status == 400)
        #expect(try usher.get("/").text == "127.0.0.1")
    }
}
