import Glibc
import TestCertificates
import Testing

extension Setup {
    /// An origin that speaks TLS, as `origin.example`, and wants to know its clients where it is told so.
    fileprivate static func secureOrigin(_ origin: String, options: String = "") -> Setup {
        var setup = Setup.secure(origin)
        setup.files["ca.pem"] = Array(TestCertificate.authority.utf8)
        setup.files["server.pem"] = Array(TestCertificate.server.utf8)
        setup.files["server.key"] = Array(TestCertificate.serverKey.utf8)
        setup.dynamicLines = [
            "tls:",
            "  stores: {default: {defaultCertificate: {certFile: DIRECTORY/server.pem, keyFile: DIRECTORY/server.key}}}",
            "  options: {default: {\(options)}}",
        ]
        return setup
    }

    /// A route to such an origin by a transport with these options.
    fileprivate static func reaching(_ usher: UsherProcess, by options: String) -> Setup {
        var setup = Setup.passThrough("https://127.0.0.1:\(usher.tlsPort)")
        setup.files["ca.pem"] = Array(TestCertificate.authority.utf8)
        setup.files["client.pem"] = Array(TestCertificate.client.utf8)
        setup.files["client.key"] = Array(TestCertificate.clientKey.utf8)
        setup.balancerOptions = ["serversTransport: own"]
        setup.dynamicLines = ["  serversTransports: {own: {\(options)}}"]
        return setup
    }
}

/// Upstreams that speak TLS.
extension TLSScenarios {
    private static let trusts = "rootCAs: [DIRECTORY/ca.pem], serverName: origin.example"

    @Test(arguments: [
        (trusts, 200, ""), ("rootCAs: [DIRECTORY/ca.pem]", 502, "certificate not accepted: IP address mismatch"),
        ("serverName: origin.example", 502, "certificate not accepted: "), ("insecureSkipVerify: true", 200, ""),
        (trusts + ", peerCertURI: 'spiffe://example/origin'", 200, ""),
        (trusts + ", peerCertURI: 'spiffe://example/other'", 502, "it is not for spiffe://example/other"),
        (trusts + ", maxVersion: VersionTLS12, cipherSuites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]", 200, ""),
    ])
    func whomUpstreamsHaveToBe(options: String, status: Int, reason: String) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let secure = try UsherProcess(.secureOrigin(origin.url))
        let usher = try UsherProcess(.reaching(secure, by: options))
        let answer = try usher.get("/")
        #expect(answer.status == status)
        #expect(answer.text == (status == 200 ? "answer" : "Bad Gateway"))
        if !reason.isEmpty { try eventually("the reason in the log") { usher.log.contains(reason) } }
    }

    @Test func upstreamsLearnWhoWeAre() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let secure = try UsherProcess(
            .secureOrigin(origin.url, options: "clientAuth: {caFiles: [DIRECTORY/ca.pem]}"))
        let own = "certificates: [{certFile: DIRECTORY/client.pem, keyFile: DIRECTORY/client.key}]"
        #expect(try UsherProcess(.reaching(secure, by: Self.trusts)).get("/").status == 502)
        #expect(try UsherProcess(.reaching(secure, by: "\(Self.trusts), \(own)")).get("/").text == "answer")
    }

    /// The server that `forwardAuth` asks is reached as its `tls` says, and by nothing that others have connected.
    @Test(arguments: [
        ("ca: DIRECTORY/ca.pem, cert: DIRECTORY/client.pem, key: DIRECTORY/client.key", 500),
        ("insecureSkipVerify: true, cert: DIRECTORY/client.pem, key: DIRECTORY/client.key", 200),
        ("insecureSkipVerify: true", 500), ("ca: /nonexistent", 500),
    ])
    func authenticationServersHaveTheirTransport(options: String, status: Int) throws {
        let auth = try ScriptedOrigin { _, reply in try reply.respond() }
        let secure = try UsherProcess(.secureOrigin(auth.url, options: "clientAuth: {caFiles: [DIRECTORY/ca.pem]}"))
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.reaching(secure, by: "insecureSkipVerify: true")
        (setup.servers, setup.balancerOptions) = ([origin.url], [])
        setup.middlewares = [
            "auth: {forwardAuth: {address: \"https://127.0.0.1:\(secure.tlsPort)/\", tls: {\(options)}}}"
        ]
        let usher = try UsherProcess(setup)
        for _ in 0..<2 { #expect(try usher.get("/").status == status) }
        #expect(auth.requests.count == (status == 200 ? 2 : 0))
    }

    /// What one transport connected is no other's to use; the same one's connections outlive reloads.
    @Test func connectionsBelongToTheirTransport() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let secure = try UsherProcess(.secureOrigin(origin.url))
        var setup = Setup.reaching(secure, by: "insecureSkipVerify: true")
        setup.routers = ["strict: {rule: \"Path(`/strict`)\", priority: 99, service: strict}"]
        setup.dynamicLines.insert(
            "    strict: {loadBalancer: {servers: [{url: \"https://127.0.0.1:\(secure.tlsPort)\"}]}}", at: 0)
        let usher = try UsherProcess(setup)
        for _ in 0..<3 {
            #expect(try usher.get("/").status == 200)
            #expect(try usher.get("/strict").status == 502)
        }
    }

    /// A transport whose files are gone goes on as it was, and one that never had them speaks to nobody.
    @Test func aLostAuthorityIsNoHarm() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let secure = try UsherProcess(.secureOrigin(origin.url))
        let usher = try UsherProcess(.reaching(secure, by: Self.trusts))
        #expect(try usher.get("/").status == 200)
        try usher.directory.write("ca.pem", "gone")
        try usher.reconfigure { setup in
            setup.files = [:]
            setup.rule = "Path(`/new`)"
        }
        try eventually("the reload") { try usher.get("/").status == 404 }
        #expect(try usher.get("/new").status == 200)
        #expect(usher.log.contains("serversTransport own: ") && usher.log.contains("holds no certificate"))
        #expect(try UsherProcess(.reaching(secure, by: "rootCAs: [/nonexistent]")).get("/").status == 502)
    }
}
