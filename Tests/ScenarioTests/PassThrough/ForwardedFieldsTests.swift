import Testing

extension PassThroughScenarios {
    private static let claims: Fields = [
        "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil", "X-Forwarded-Port": "1",
        "X-Forwarded-Server": "evil", "X-Forwarded-Uri": "/evil", "X-Forwarded-Method": "EVIL",
        "X-Forwarded-Prefix": "/evil", "X-Forwarded-Tls-Client-Cert": "evil",
        "X-Forwarded-Tls-Client-Cert-Info": "evil", "X-Real-Ip": "6.6.6.6", "X_Forwarded_For": "6.6.6.6",
        "X_Real_Ip": "6.6.6.6",
    ]

    /// A client's own claims about where it comes from are dropped, and true ones put in their place.
    @Test func theUpstreamLearnsWhoAsks() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        client.host = "media.example:8123"
        _ = try client.get("/", fields: Self.claims)
        let fields = try origin.request(0).fields
        #expect(fields["Host"] == "media.example:8123")
        #expect(fields["X-Forwarded-For"] == "127.0.0.1" && fields["X-Real-Ip"] == "127.0.0.1")
        #expect(fields["X-Forwarded-Proto"] == "http" && fields["X-Forwarded-Host"] == "media.example:8123")
        #expect(fields["X-Forwarded-Port"] == "8123")
        #expect(fields["X-Forwarded-Server"] != nil && fields["X-Forwarded-Server"] != "evil")
        let all = "\(fields)"
        #expect(!all.contains("evil") && !all.contains("6.6.6.6") && !all.contains("EVIL"))
    }

    /// Without a port in `Host`, the scheme's own is meant; other fields of that family pass.
    @Test func whatIsNotAClaimPasses() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        _ = try usher.get("/", fields: ["Forwarded": "for=192.0.2.1", "X-Forwarded-User": "ann", "Accept": "x"])
        let fields = try origin.request(0).fields
        #expect(fields["X-Forwarded-Port"] == "80" && fields["Accept"] == "x")
        #expect(fields["Forwarded"] == "for=192.0.2.1" && fields["X-Forwarded-User"] == "ann")
        #expect(fields["Accept-Encoding"] == nil && fields["User-Agent"] == nil && fields["Via"] == nil)
    }
}
