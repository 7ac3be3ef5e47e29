import Testing

extension MiddlewareScenarios {
    /// Bodies without a type, but for `/typed`.
    private func origin() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            switch request.target {
            case "/typed": try reply.respond(200, ["Content-Type": "own/type"], body: Array("<html>".utf8))
            case "/packed": try reply.respond(200, ["Content-Encoding": "br"], body: Array("<html>".utf8))
            case "/empty": try reply.respond(200, [:], body: [])
            case "/png": try reply.respond(200, [:], body: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 1])
            case "/slow":
                try reply.head(200, ["Transfer-Encoding": "chunked"])
                reply.stall(.milliseconds(20))
                try reply.chunk(Array("<html>".utf8))
                try reply.lastChunk()
            case "/late":
                try reply.head(200, ["Transfer-Encoding": "chunked"])
                _ = try reply.read(upTo: 1)
            default: try reply.respond(200, [:], body: Array("<html><body>".utf8))
            }
        }
    }

    private func usher(_ origin: ScriptedOrigin, _ options: String) throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["t: {contentType: {\(options)}}"]
        return try UsherProcess(setup)
    }

    @Test(
        arguments: [
            ("/html", "text/html; charset=utf-8"), ("/png", "image/png"), ("/typed", "own/type"), ("/packed", nil),
            ("/slow", "text/html; charset=utf-8"),
            ("/empty", nil),
        ] as [(String, String?)])
    func typesAreFoundWhereNoneIsSaid(target: String, type: String?) throws {
        let origin = try origin()
        for options in ["", "autoDetect: true"] {
            let usher = try usher(origin, options)
            let answer = try usher.client().get(target)
            #expect(answer.status == 200 && answer.fields["Content-Type"] == type)
        }
    }

    @Test func withoutTheMiddlewareNoneIsAdded() throws {
        let origin = try origin()
        for usher in [try UsherProcess(.passThrough(origin.url)), try usher(origin, "autoDetect: false")] {
            let answer = try usher.client().get("/html")
            #expect(answer.status == 200 && answer.fields["Content-Type"] == nil)
        }
    }

    /// A response whose body does not begin is not held for ever.
    @Test func aLateBodyHasNoType() throws {
        let origin = try origin()
        let usher = try usher(origin, "")
        let client = try usher.client()
        try client.sendHead("GET", "/late")
        let head = try client.readHead()
        #expect(head.status == 200 && head.fields["Content-Type"] == nil)
    }

    @Test func encodedCharactersAreRefused() throws {
        let origin = try ScriptedOrigin { request, reply in try reply.respond(text: request.target) }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["e: {encodedCharacters: {allowEncodedSlash: true}}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.client().get("/a%2Fb%41").text == "/a%2FbA")
        for escape in ["%5C", "%00", "%3B", "%25", "%3F", "%23"] {
            let answer = try usher.client().get("/a\(escape)")
            #expect(answer.status == 400 && answer.text.isEmpty)
        }
        #expect(origin.requests.count == 1)
    }
}
