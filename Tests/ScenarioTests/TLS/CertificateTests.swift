import TLS
import Testing

extension TLSScenarios {
    /// Without a certificate of one's own there is one that nobody vouches for.
    @Test func theDefaultIsSelfSigned() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.respond(text: request.fields["X-Forwarded-Proto"] ?? "none")
        }
        let usher = try UsherProcess(.secure(origin.url))
        let client = try usher.tlsClient()
        #expect(client.certificate?.commonName == SelfSigned.defaultCommonName)
        #expect(try client.get("/").text == "https")
        #expect(try origin.request(0).fields["X-Forwarded-Port"] == "443")
        #expect(try usher.get("/").text == "http")
    }

    /// Each name gets its own certificate, a name below a wildcard that one, and any other the default.
    @Test func certificatesGoByName() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.respond(text: request.fields["Host"] ?? "none")
        }
        var setup = Setup.secure(origin.url)
        try setup.offerCertificate(named: "exact", for: ["a.example"])
        try setup.offerCertificate(named: "wild", for: ["*.a.example"])
        let usher = try UsherProcess(setup)
        let wanted = [
            "a.example": "exact", "A.EXAMPLE": "exact", "b.a.example": "wild",
            "c.b.a.example": SelfSigned.defaultCommonName, "other.example": SelfSigned.defaultCommonName,
        ]
        for (name, certificate) in wanted {
            let client = try usher.tlsClient(serverName: name)
            #expect(client.certificate?.commonName == certificate, "\(name)")
            #expect(try client.get("/").text == name)
        }
    }
}
