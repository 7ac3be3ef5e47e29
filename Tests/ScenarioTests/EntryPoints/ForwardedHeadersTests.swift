import Testing

extension EntryPointScenarios {
    private static let claims: Fields = [
        "X-Forwarded-For": "192.0.2.6, 192.0.2.7", "X-Forwarded-For": "192.0.2.8", "X-Forwarded-Proto": "wss",
        "X-Forwarded-Host": "outer.example", "X-Forwarded-Port": "1", "X-Forwarded-Server": "other",
        "X-Forwarded-Uri": "/outer", "X-Forwarded-Prefix": "/outer", "X-Real-Ip": "192.0.2.6", "X_Real_Ip": "192.0.2.9",
    ]

    private func fields(
        _ options: String, middlewares: [String] = [], _ sent: Fields = claims, target: String = "/"
    ) throws -> Fields {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        (setup.entryPointOptions, setup.middlewares) = ([options], middlewares)
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        client.host = "media.example:8123"
        _ = try client.get(target, fields: sent)
        return try origin.request(0).fields
    }

    /// A proxy that is trusted is believed; the peer comes last in the list, and our name is ours.
    @Test(arguments: ["trustedIPs: [192.0.2.1, 127.0.0.0/8]", "insecure: true"])
    func claimsOfTrustedPeersPass(options: String) throws {
        let fields = try fields("forwardedHeaders: {\(options)}")
        #expect(fields.all("X-Forwarded-For") == ["192.0.2.6, 192.0.2.7, 192.0.2.8, 127.0.0.1"])
        #expect(fields.all("X-Forwarded-Proto") == ["wss"] && fields.all("X-Forwarded-Host") == ["outer.example"])
        #expect(fields.all("X-Forwarded-Port") == ["1"] && fields.all("X-Real-Ip") == ["192.0.2.6"])
        #expect(fields["X-Forwarded-Uri"] == "/outer" && fields["X-Forwarded-Prefix"] == "/outer")
        #expect(fields["X_Real_Ip"] == "192.0.2.9")
        #expect(fields.all("X-Forwarded-Server").count == 1 && fields["X-Forwarded-Server"] != "other")
    }

    /// Rules see what the upstream will, and not what a stranger claims.
    @Test func rulesSeeWhatIsSaid() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Header(`X-Forwarded-Proto`, `http`) && HeaderRegexp(`x-real-ip`, `^127`)"
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/").status == 200)
        #expect(try usher.get("/", fields: ["X-Forwarded-Proto": "https", "X-Real-Ip": "1.2.3.4"]).status == 200)
        #expect(try origin.request(1).fields.all("X-Forwarded-Proto") == ["http"])
    }

    /// What a trusted peer does not say, or leaves empty, is said; its scheme decides the port.
    @Test func whatIsMissingIsAdded() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["forwardedHeaders: {insecure: true}"]
        let usher = try UsherProcess(setup)
        _ = try usher.get("/", fields: ["X-Forwarded-Proto": "https", "X-Real-Ip": "", "X-Forwarded-For": ""])
        let fields = try origin.request(0).fields
        #expect(fields.all("X-Forwarded-Port") == ["443"] && fields.all("X-Forwarded-Proto") == ["https"])
        #expect(fields.all("X-Real-Ip") == ["127.0.0.1"] && fields.all("X-Forwarded-For") == ["127.0.0.1"])
        #expect(fields.all("X-Forwarded-Host") == ["media.example"])
    }

    @Test func aPeerOutsideTheListIsNotBelieved() throws {
        let fields = try fields("forwardedHeaders: {trustedIPs: [192.0.2.0/24, '::1']}")
        #expect(fields.all("X-Forwarded-For") == ["127.0.0.1"] && fields.all("X-Real-Ip") == ["127.0.0.1"])
        #expect(fields["X-Forwarded-Prefix"] == nil && fields["X_Real_Ip"] == nil)
    }

    @Test func thePeerMayBeLeftOut() throws {
        let trusted = try fields("forwardedHeaders: {insecure: true, notAppendXForwardedFor: true}")
        #expect(trusted["X-Forwarded-For"] == "192.0.2.6, 192.0.2.7, 192.0.2.8")
        #expect(try fields("forwardedHeaders: {notAppendXForwardedFor: true}")["X-Forwarded-For"] == nil)
    }

    /// Middlewares stand behind the entry point: they see what it says and may change it; the peer is added last.
    @Test func middlewaresChangeWhatIsSaid() throws {
        let custom = "X-Forwarded-Proto: https, X-Forwarded-Host: \"\", X-Forwarded-For: 192.0.2.9"
        let headers = ["h: {headers: {customRequestHeaders: {\(custom)}}}"]
        let fields = try fields("asDefault: true", middlewares: headers)
        #expect(fields.all("X-Forwarded-For") == ["192.0.2.9, 127.0.0.1"])
        #expect(fields.all("X-Forwarded-Proto") == ["https"] && fields["X-Forwarded-Host"] == nil)
        #expect(fields.all("X-Forwarded-Port") == ["8123"] && fields.all("X-Real-Ip") == ["127.0.0.1"])
        #expect(fields["X-Forwarded-Prefix"] == nil && fields["X_Real_Ip"] == nil)
        #expect(fields.all("X-Forwarded-Server").count == 1)
    }
}
