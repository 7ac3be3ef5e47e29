import Testing

extension EntryPointScenarios {
    /// What a client asks for, and what the upstream is asked for.
    private static let targets = [
        ("/%7euser/%2f%20", "/~user/%2F%20"), ("/a/../b", "/b"), ("/a//b/./c", "/a/b/c"), ("/%2e%2e/x", "/x"),
        ("/..%2fa", "/..%2Fa"), ("/a;b?x;y=../%7e;z", "/a;b?x;y=../%7e;z"), ("/a/", "/a/"), ("/a?", "/a?"),
        ("http://media.example?x", "/?x"), ("/\"|", "/%22%7C"),
    ]

    private func targets() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in try reply.respond(text: request.target) }
    }

    private func start(_ origin: ScriptedOrigin, _ options: String, rule: String = "PathPrefix(`/`)") throws
        -> UsherProcess
    {
        var setup = Setup.passThrough(origin.url)
        (setup.entryPointOptions, setup.rule) = (["http: {\(options)}"], rule)
        return try UsherProcess(setup)
    }

    /// Paths are put in order before rules see them, so none goes around a rule.
    @Test func pathsAreTidied() throws {
        let origin = try targets()
        let usher = try start(origin, "sanitizePath: true")
        let client = try usher.client()
        for (sent, expected) in Self.targets { #expect(try client.get(sent).text == expected) }
        let other = try start(origin, "sanitizePath: true", rule: "PathPrefix(`/`) && !PathPrefix(`/secret`)")
        let guarded = try other.client()
        for target in ["/secret", "/a/../secret", "//secret", "/%73ecret", "/a/%2e%2E/secret"] {
            #expect(try guarded.get(target).status == 404, "\(target)")
        }
        #expect(try guarded.get("/secret/../a").text == "/a")
    }

    /// Text that should have been escaped is, in paths; queries are the application's.
    @Test func rawTextIsEscaped() throws {
        let origin = try targets()
        let usher = try start(origin, "sanitizePath: true", rule: "Path(`/bücher`)")
        let client = try usher.client()
        for path in ["/bücher", "/b%c3%bccher"] { #expect(try client.get(path + "?ü").status == 200) }
        #expect(origin.requests.map(\.target) == ["/b%C3%BCcher?ü", "/b%C3%BCcher?ü"])
    }

    /// Paths that a signature covers stay as they are when that is wished.
    @Test func pathsMayStayAsTheyCame() throws {
        let origin = try targets()
        let usher = try start(origin, "sanitizePath: false")
        let client = try usher.client()
        for (sent, _) in Self.targets where sent.hasPrefix("/") { #expect(try client.get(sent).text == sent) }
    }

    @Test(arguments: [true, false]) func badEscapesAreRefused(sanitizes: Bool) throws {
        let origin = try targets()
        let usher = try start(origin, "sanitizePath: \(sanitizes)")
        let client = try usher.client()
        for target in ["/a%zz", "/a%", "/%4"] { #expect(try client.get(target).status == 400) }
        #expect(try client.get("/a?x=%zz").text == "/a?x=%zz")
    }

    @Test func semicolonsAreEncodedOnRequest() throws {
        let origin = try targets()
        let usher = try start(origin, "encodeQuerySemicolons: true")
        let client = try usher.client()
        #expect(try client.get("/a;b?x;y=1;z").text == "/a;b?x%3By=1%3Bz")
    }

    /// Only where a router wants the request, only in the path, and whatever the case of the digits.
    @Test func escapesMayBeRefused() throws {
        let options = "encodedCharacters: {allowEncodedSlash: false, allowEncodedHash: false}"
        let origin = try targets()
        let usher = try start(origin, options, rule: "Host(`media.example`)")
        let client = try usher.client()
        for target in ["/a%2fb", "/a%2F", "/%23"] {
            let answer = try client.get(target)
            #expect(answer.status == 400 && answer.body.isEmpty && answer.fields["Content-Type"] == nil)
        }
        #expect(try client.get("/a%3Fb%25?x=%2F%23").text == "/a%3Fb%25?x=%2F%23")
        client.host = "other.example"
        #expect(try client.get("/a%2Fb").status == 404)
    }
}
