import Testing

extension MiddlewareScenarios {
    /// An upstream that says what it saw: the named fields, one line each.
    private func echo(_ names: String..., fields: String = "") throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            let seen = names.map { "\($0)=\(request.fields[$0] ?? "none")" }.joined(separator: ";")
            try reply.send("HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(seen.utf8.count)\r\n\r\n\(seen)")
        }
    }

    private func usher(_ origin: ScriptedOrigin, _ options: String) throws -> UsherProcess {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["h: {headers: {\(options)}}"]
        return try UsherProcess(setup)
    }

    @Test func fieldsOfRequestsAreChanged() throws {
        let origin = try echo("X-New", "Cookie", "Host")
        let usher = try usher(
            origin, "customRequestHeaders: {X-New: v, cookie: '', Host: other.test}")
        let answer = try usher.client().get("/", fields: ["Cookie": "a=b", "X-New": "theirs"])
        #expect(answer.text == "X-New=v;Cookie=none;Host=other.test")
    }

    @Test func fieldsOfResponsesAreChanged() throws {
        let origin = try echo(fields: "Server: secret\r\nX-Old: 1\r\n")
        let usher = try usher(origin, "customResponseHeaders: {Server: '', X-Old: new, X-More: m}, frameDeny: true")
        let answer = try usher.client().get("/")
        #expect(answer.fields["Server"] == nil && answer.fields["X-Old"] == "new" && answer.fields["X-More"] == "m")
        #expect(answer.fields["X-Frame-Options"] == "DENY")
    }

    @Test func securityFieldsAreAdded() throws {
        let origin = try echo()
        let usher = try usher(
            origin,
            "stsSeconds: 60, stsIncludeSubdomains: true, stsPreload: true, contentTypeNosniff: true, "
                + "browserXssFilter: true, referrerPolicy: no-referrer, permissionsPolicy: 'camera=()', "
                + "contentSecurityPolicy: \"default-src 'self'\", customFrameOptionsValue: SAMEORIGIN, "
                + "sslProxyHeaders: {X-Proto: https}")
        let plain = try usher.client().get("/")
        #expect(plain.fields["Strict-Transport-Security"] == nil)
        #expect(plain.fields["X-Content-Type-Options"] == "nosniff" && plain.fields["X-Frame-Options"] == "SAMEORIGIN")
        #expect(plain.fields["X-XSS-Protection"] == "1; mode=block" && plain.fields["Referrer-Policy"] == "no-referrer")
        #expect(plain.fields["Content-Security-Policy"] == "default-src 'self'")
        let secure = try usher.client().get("/", fields: ["X-Proto": "https"])
        #expect(secure.fields["Strict-Transport-Security"] == "max-age=60; includeSubDomains; preload")
    }

    @Test func preflightsAreAnsweredHere() throws {
        let origin = try echo()
        let usher = try usher(
            origin,
            "accessControlAllowOriginList: ['https://a.test'], accessControlAllowMethods: [GET, PUT], "
                + "accessControlAllowHeaders: [X-A], accessControlMaxAge: 100, accessControlAllowCredentials: true, "
                + "accessControlAllowOriginListRegex: ['^https://[a-z]+\\.example$'], addVaryHeader: true, "
                + "accessControlExposeHeaders: [X-B, X-C]")
        let client = try usher.client()
        let preflight = try client.request(
            "OPTIONS", "/", ["Origin": "https://x.example", "Access-Control-Request-Method": "PUT"])
        #expect(preflight.status == 200 && preflight.text.isEmpty)
        #expect(preflight.fields["Access-Control-Allow-Origin"] == "https://x.example")
        #expect(preflight.fields["Access-Control-Allow-Methods"] == "GET,PUT")
        #expect(preflight.fields["Access-Control-Max-Age"] == "100")
        #expect(preflight.fields["Access-Control-Expose-Headers"] == "X-B,X-C")
        let plain = try client.get("/", fields: ["Origin": "https://a.test"])
        #expect(plain.fields["Access-Control-Allow-Origin"] == "https://a.test" && plain.fields["Vary"] == "Origin")
        #expect(plain.fields["Access-Control-Expose-Headers"] == "X-B,X-C")
        let stranger = try client.get("/", fields: ["Origin": "https://x.example.evil"])
        #expect(stranger.fields["Access-Control-Allow-Origin"] == nil && stranger.status == 200)
    }

    /// How long a preflight counts is the browser's business where nothing is said.
    @Test func anAgeOfPreflightsIsNotInvented() throws {
        let usher = try usher(try echo(), "accessControlAllowOriginList: ['*']")
        let preflight = try usher.client().request(
            "OPTIONS", "/", ["Origin": "https://x.example", "Access-Control-Request-Method": "PUT"])
        #expect(preflight.fields["Access-Control-Allow-Origin"] == "*")
        #expect(preflight.fields["Access-Control-Max-Age"] == nil)
    }

    /// An upstream that must not know its clients is not told; names have one spelling upstream, whoever wrote them.
    @Test func theClientMayBeHidden() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try usher(origin, "customRequestHeaders: {X-Forwarded-For: '', x-set-here: a}")
        _ = try usher.get("/", fields: ["x-own-thing": "b"])
        let fields = try origin.request(0).fields
        #expect(fields["X-Forwarded-For"] == nil && fields["X-Real-Ip"] == "127.0.0.1")
        let names = fields.lines.map(\.name)
        #expect(names.contains("X-Set-Here") && names.contains("X-Own-Thing"), "\(names)")
        let other = try self.usher(origin, "customRequestHeaders: {x-forwarded-for: 192.0.2.1}")
        _ = try other.get("/")
        #expect(try origin.request(1).fields.all("X-Forwarded-For") == ["192.0.2.1, 127.0.0.1"])
    }

    @Test func otherHostsAreTurnedAway() throws {
        let origin = try echo()
        let usher = try usher(origin, "allowedHosts: [media.test], hostsProxyHeaders: [X-Host]")
        let client = try usher.client()
        #expect(try client.get("/", fields: ["Host": "media.test"]).status == 200)
        let refused = try client.get("/", fields: ["Host": "other.test"])
        #expect(refused.status == 500 && refused.text == "Bad Host\n")
        #expect(try client.get("/", fields: ["Host": "other.test", "X-Host": "media.test"]).status == 200)
    }

    /// The answer of a middleware further in passes those further out.
    @Test func ownAnswersPassTheMiddlewaresBeforeThem() throws {
        var setup = Setup.passThrough("http://127.0.0.1:9")
        setup.middlewares = [
            "out: {headers: {customResponseHeaders: {X-Out: '1'}}}", "r: {redirectScheme: {scheme: https}}",
            "in: {headers: {customResponseHeaders: {X-In: '1'}}}",
        ]
        let usher = try UsherProcess(setup)
        let answer = try usher.client().get("/")
        #expect(answer.status == 302 && answer.fields["X-Out"] == "1" && answer.fields["X-In"] == nil)
    }
}
