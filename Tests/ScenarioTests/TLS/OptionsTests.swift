import Glibc
import TestCertificates
import Testing

extension Setup {
    /// A pass-through route on the TLS entry point for each of these hosts, with the TLS options named beside it, and
    /// lines of `tls.options`.
    fileprivate static func hosts(_ routers: [String: String], options: String..., origin: String) -> Setup {
        var setup = Setup.secure(origin)
        setup.files["clients.pem"] = Array(TestCertificate.authority.utf8)
        setup.routers = routers.map { host, options in
            "to-\(host): {rule: \"Host(`\(host).example`)\", entryPoints: [websecure], service: origin, "
                + "tls: {options: \(options)}}"
        }
        setup.dynamicLines = ["tls:", "  options:"] + options.map { "    " + $0 }
        return setup
    }
}

/// What `openssl s_client` and `curl` see of TLS options.
extension TLSScenarios {
    fileprivate static let proof = "mtls: {clientAuth: {caFiles: [DIRECTORY/clients.pem]}}"

    private func curl(_ usher: UsherProcess, _ host: String, _ options: String = "", to name: String? = nil) throws
        -> String
    {
        try usher.directory.write("client.pem", TestCertificate.client)
        try usher.directory.write("client.key", TestCertificate.clientKey)
        let name = name ?? host
        return try shell(
            "curl -sk --max-time 10 -w ' %{http_code}' --resolve \(name).example:\(usher.tlsPort):127.0.0.1 \(options) "
                + "-H 'Host: \(host).example' https://\(name).example:\(usher.tlsPort)/", in: usher.directory)
    }

    @Test func clientsProveWhoTheyAre() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.hosts(["film": "mtls", "open": "default"], options: Self.proof, origin: origin.url)
        setup.staticLines = ["accessLog: {format: json}"]
        let usher = try UsherProcess(setup)
        #expect(try curl(usher, "film").hasSuffix(" 000"))
        #expect(try curl(usher, "film", "--cert client.pem --key client.key") == "answer 200")
        #expect(try curl(usher, "open") == "answer 200")
        try eventually("the client in the log") {
            usher.log.contains("\"TLSClientSubject\":\"DC=example,serialNumber=77,")
        }
    }

    /// What the upstream gets to know of a client's certificate; nothing that the client says itself.
    @Test func theUpstreamIsToldOfTheCertificate() throws {
        let origin = try ScriptedOrigin { request, reply in
            let fields = ["X-Forwarded-Tls-Client-Cert", "X-Forwarded-Tls-Client-Cert-Info"].map {
                request.fields[$0] ?? "-"
            }
            try reply.respond(text: fields.joined(separator: "\n"))
        }
        var setup = Setup.secure(origin.url)
        setup.files["clients.pem"] = Array(TestCertificate.authority.utf8)
        let info =
            "info: {sans: true, serialNumber: true, subject: {commonName: true, serialNumber: true, domainComponent: true}}"
        setup.dynamicLines = [
            "tls: {options: {default: {clientAuth: {caFiles: [DIRECTORY/clients.pem], clientAuthType: VerifyClientCertIfGiven}}}}"
        ]
        setup.middlewares = ["p: {passTLSClientCert: {pem: true, \(info)}}"]
        setup.rule = "PathPrefix(`/`)"
        let usher = try UsherProcess(setup)
        let claims = "-H 'X-Forwarded-Tls-Client-Cert: mine' -H 'X-Forwarded-Tls-Client-Cert-Info: mine'"
        let lines = try curl(usher, "film", "--cert client.pem --key client.key \(claims)").split(separator: "\n")
        let pem = TestCertificate.client.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        #expect(lines.first.map(String.init) == pem)
        #expect(lines.last?.hasPrefix("Subject%3D%22DC%3Dexample%2CSN%3D77%2CCN%3D") == true, "\(lines)")
        #expect(lines.last?.contains("%22%3BSerialNumber%3D%22") == true, "\(lines)")
        #expect(try curl(usher, "film", claims) == "-\n- 200")
    }

    /// A connection is for the hosts whose options it was made with.
    @Test func anotherHostsOptionsAreMisdirected() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try UsherProcess(
            .hosts(["film": "mtls", "open": "default", "also": "default"], options: Self.proof, origin: origin.url))
        #expect(try curl(usher, "film", to: "open") == "Misdirected Request\n 421")
        #expect(try curl(usher, "film", to: "unknown") == "Misdirected Request\n 421")
        #expect(
            try curl(usher, "open", "--cert client.pem --key client.key", to: "film") == "Misdirected Request\n 421")
        #expect(try curl(usher, "open", to: "also") == "answer 200")
        #expect(origin.requests.count == 1)
    }

    @Test func versionsGoByHost() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try UsherProcess(
            .hosts(
                ["new": "new", "old": "old"], options: "new: {minVersion: VersionTLS13}",
                "old: {maxVersion: VersionTLS12}",
                origin: origin.url))
        #expect(try curl(usher, "new", "--tls-max 1.2").hasSuffix(" 000"))
        #expect(try curl(usher, "new") == "answer 200")
        #expect(try curl(usher, "old", "--tlsv1.3").hasSuffix(" 000"))
        #expect(try curl(usher, "old") == "answer 200")
        #expect(try curl(usher, "other", "--tls-max 1.2").hasSuffix(" 200"))
    }

    /// Two routers of one host that want different options both get the default ones, with a warning.
    @Test func contestedHostsGetTheDefault() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.hosts(["film": "new"], options: "new: {minVersion: VersionTLS13}", origin: origin.url)
        setup.routers += [
            "second: {rule: \"Host(`film.example`) && Path(`/x`)\", entryPoints: [websecure], service: origin, tls: {}}"
        ]
        let usher = try UsherProcess(setup)
        #expect(try curl(usher, "film", "--tls-max 1.2") == "answer 200")
        #expect(usher.log.contains("the routers \"second\" and \"to-film\" want different TLS options"))
    }

    @Test func strictNamesAreRefusedWithoutACertificate() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.secure(origin.url)
        try setup.offerCertificate(named: "good", for: ["media.example"])
        setup.dynamicLines += ["  options: {default: {sniStrict: true}}"]
        let usher = try UsherProcess(setup)
        let port = usher.tlsPort
        #expect(try usher.tlsClient().get("/").text == "answer")
        for name in ["-servername other.example", "-noservername"] {
            let output = try shell(
                "openssl s_client -connect 127.0.0.1:\(port) \(name) </dev/null", in: usher.directory)
            #expect(output.contains("unrecognized name") && output.contains("no peer certificate"), "\(output)")
        }
    }

    /// A router whose options are unknown, or cannot be made, is not served by other ones.
    @Test func faultyOptionsServeNobody() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.hosts(
            ["unknown": "nobody", "unread": "unread", "open": "default"],
            options: "unread: {clientAuth: {caFiles: [DIRECTORY/missing.pem]}}", origin: origin.url)
        setup.rule = "Host(`media.example`)"
        let usher = try UsherProcess(setup)
        #expect(try curl(usher, "unknown").hasSuffix(" 404"))
        #expect(try curl(usher, "unread").hasSuffix(" 000"))
        #expect(try curl(usher, "unread", to: "open").hasSuffix(" 421"))
        #expect(try curl(usher, "open") == "answer 200")
        #expect(usher.log.contains("tls.options.unread: ") && usher.log.contains("missing.pem: cannot be read"))
        #expect(origin.requests.count == 1)
    }

    /// Options that name no host they could be chosen by would leave a router open.
    @Test func aRouterWithoutHostIsNotServedWithoutProof() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        var setup = Setup.hosts([:], options: Self.proof, origin: origin.url)
        setup.rule = "Host(`media.example`)"
        setup.routers = [
            "any: {rule: \"PathPrefix(`/`)\", entryPoints: [websecure], service: origin, tls: {options: mtls}}"
        ]
        let usher = try UsherProcess(setup)
        #expect(try curl(usher, "open").hasSuffix(" 404"))
        #expect(usher.log.contains("names no host by which its TLS options"))
    }
}
