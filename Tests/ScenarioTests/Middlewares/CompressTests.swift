import Testing

extension MiddlewareScenarios {
    private static let text = (0..<4000).map { "line \($0)\n" }.joined()

    /// `/TYPE/SIZE`: so much text of a type; with `?chunked` its length is not said.
    private func site() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            let parts = request.target.split(separator: "/").map(String.init)
            let body = Array(Self.text.utf8.prefix(Int(parts[2].prefix { $0 != "?" })!))
            let fields: Fields = [
                "Content-Type": "\(parts[0])/\(parts[1])", "ETag": "\"v1\"", "Accept-Ranges": "bytes",
            ]
            if !request.target.hasSuffix("?chunked") { return try reply.respond(200, fields, body: body) }
            // At once, so that all of a small body is there with its head.
            let size = String(body.count, radix: 16)
            let head = "HTTP/1.1 200 OK\r\n\(fields)Transfer-Encoding: chunked\r\n\r\n\(size)\r\n"
            try reply.send(Array(head.utf8) + body + Array("\r\n0\r\n\r\n".utf8))
        }
    }

    private func usher(_ origin: ScriptedOrigin, _ options: String = "") throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["c: {compress: {\(options)}}"]
        return try UsherProcess(setup)
    }

    /// What a client accepts, and what it gets.
    @Test(
        arguments: [
            ("gzip", "gzip"), ("gzip, br, zstd", "gzip"), ("gzip;q=0.5, br", "br"), ("zstd", "zstd"), ("*", "gzip"),
            ("identity", nil), ("gzip;q=0", nil), (nil, nil),
        ] as [(String?, String?)])
    func textIsPacked(accepted: String?, coding: String?) throws {
        let origin = try site()
        let usher = try usher(origin)
        for target in ["/text/html/30000", "/text/html/30000?chunked"] {
            let fields = accepted.map { Fields([(name: "Accept-Encoding", value: $0)]) } ?? [:]
            let answer = try usher.client().get(target, fields: fields)
            #expect(answer.fields["Content-Encoding"] == coding && answer.fields["Vary"] == "Accept-Encoding")
            #expect(answer.fields["ETag"] == (coding == nil ? "\"v1\"" : "W/\"v1\""))
            #expect((answer.fields["Accept-Ranges"] == nil) == (coding != nil))
            let body = try coding.map { try Unpacking.bytes(answer.body, $0) } ?? answer.body
            #expect(body == Array(Self.text.utf8.prefix(30000)))
            if coding != nil { #expect(answer.body.count < 15000) }
        }
    }

    @Test(arguments: [
        "/video/mp4/30000", "/image/png/30000", "/text/event-stream/30000", "/text/html/1023",
        "/text/html/1023?chunked",
    ])
    func whatGainsNothingIsNot(target: String) throws {
        let origin = try site()
        let usher = try usher(origin)
        let answer = try usher.client().get(target, fields: ["Accept-Encoding": "gzip, br, zstd"])
        #expect(answer.fields["Content-Encoding"] == nil && answer.fields["Vary"] == "Accept-Encoding")
        #expect(answer.text == String(Self.text.prefix(answer.body.count)) && answer.body.count >= 1023)
    }

    /// Whether a coding was agreed on, or would be with another client, is what `Vary` tells.
    @Test func varyIsToldWhereItMatters() throws {
        let origin = try site()
        let usher = try usher(origin)
        #expect(try usher.client().get("/video/mp4/30000").fields["Vary"] == nil)
        #expect(try usher.client().get("/text/html/30000").fields["Vary"] == "Accept-Encoding")
        #expect(try usher.client().request("HEAD", "/text/html/30000").fields["Vary"] == "Accept-Encoding")
    }

    @Test func optionsDecideTypesAndCodings() throws {
        let origin = try site()
        let included = try usher(origin, "includedContentTypes: [video/mp4], encodings: [zstd], defaultEncoding: br")
        #expect(try included.client().get("/video/mp4/30000").fields["Content-Encoding"] == "br")
        let fields: Fields = ["Accept-Encoding": "gzip, zstd"]
        #expect(try included.client().get("/video/mp4/30000", fields: fields).fields["Content-Encoding"] == "zstd")
        #expect(try included.client().get("/text/html/30000", fields: fields).fields["Content-Encoding"] == nil)
        let excluded = try usher(origin, "excludedContentTypes: [text/html], minResponseBodyBytes: 10")
        #expect(try excluded.client().get("/text/html/30000", fields: fields).fields["Content-Encoding"] == nil)
        #expect(try excluded.client().get("/text/css/11", fields: fields).fields["Content-Encoding"] == "gzip")
    }

    /// What an upstream has sent so far reaches the client although more is to come.
    @Test func nothingIsHeldBack() throws {
        let origin = try ScriptedOrigin { _, reply in
            try reply.head(200, ["Content-Type": "text/plain", "Transfer-Encoding": "chunked"])
            try reply.chunk(Array(Self.text.utf8.prefix(2000)))
            _ = try? reply.read(upTo: 1)
        }
        let usher = try usher(origin)
        let client = try usher.client()
        try client.sendHead("GET", "/", ["Accept-Encoding": "gzip"])
        #expect(try client.readHead().fields["Content-Encoding"] == "gzip")
        // A chunk of gzip data is there, without the end of the body.
        #expect(try client.readSome(200).count > 100)
    }
}
