import Testing

@testable import Configuration

/// A dynamic file with two TLS routers: `plain` names no options, `own` those called `strict`.
private func file(_ options: String, rest: String = "") -> String {
    """
    http:
      routers:
        plain: {rule: "Host(`a`)", service: origin, tls: {}}
        own: {rule: "Host(`b`)", service: origin, tls: {options: strict@file}}
      services:
        origin: {loadBalancer: {servers: [{url: "http://127.0.0.1:9000"}]}}
    tls: {options: {\(options)}\(rest)}
    """
}

@Suite struct TLSOptionsTests {
    @Test func everyOptionIsRead() throws {
        let loaded = try decodeDynamic(
            file(
                """
                strict: {minVersion: VersionTLS12, maxVersion: VersionTLS13, sniStrict: true, disableSessionTickets: true,
                  cipherSuites: [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305, TLS_AES_128_GCM_SHA256],
                  curvePreferences: [CurveP384, X25519MLKEM768], alpnProtocols: [http/1.1, h2],
                  clientAuth: {caFiles: [/a.pem, "-----BEGIN X\\nY"], clientAuthType: VerifyClientCertIfGiven}}
                """))
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        var expected = TLSOptions(name: "strict")
        expected.limits.cipherSuites = ["TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"]
        expected.curves = [.p384, .x25519MLKEM768]
        (expected.isStrict, expected.issuesTickets) = (true, false)
        expected.alpnProtocols = ["http/1.1", "h2"]
        expected.clientAuthentication.kind = .verifyIfGiven
        expected.clientAuthentication.authorities = ["/a.pem", "-----BEGIN X\nY"]
        #expect(loaded.model?.tls.options == [expected])
        #expect(loaded.model?.routers.map { $0.tls?.options } == ["strict@file", "default"])
    }

    @Test func authoritiesAloneAreAsked() throws {
        let loaded = try decodeDynamic(file("strict: {clientAuth: {caFiles: /a.pem}}"))
        #expect(loaded.model?.tls.options[0].clientAuthentication.kind == .requireAndVerify)
        #expect(loaded.model?.tls.options[0].clientAuthentication.restricts == true)
    }

    /// Options with errors disable the routers that need them, and no others.
    @Test(arguments: [
        (
            "cipherSuites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA265]",
            "did you mean \"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\"?"
        ),
        ("curvePreferences: [CurveP265]", "did you mean \"CurveP256\"?"),
        ("minVersion: VersionTLS14", "expected one of VersionTLS12, VersionTLS13"),
        ("maxVersion: VersionTLS11", "expected one of VersionTLS12, VersionTLS13"),
        ("minVersion: VersionTLS13, maxVersion: VersionTLS12", "older than what is asked for at least"),
        ("cipherSuites: [TLS_AES_128_GCM_SHA256], maxVersion: VersionTLS12", "older than what is asked for"),
        ("clientAuth: {clientAuthType: RequireAndVerifyClientCert}", "the authorities that RequireAndVerifyClientCert"),
        ("clientAuth: {clientAuthType: Require}", "expected one of NoClientCert"),
        ("clientAuht: {}", "did you mean \"clientAuth\"?"), ("sniStrict: maybe", "expected true or false"),
    ])
    func faultyOptionsDisableTheirRouters(options: String, message: String) throws {
        let own = try decodeDynamic(file("strict: {\(options)}"))
        #expect(own.errors.contains { $0.contains("tls.options.strict.") && $0.contains(message) }, "\(own.errors)")
        #expect(own.errors.contains { $0.contains("the TLS options \"strict\" have errors of their own") })
        #expect(own.model?.routers.map(\.name) == ["plain"])
        #expect(own.model?.tls.hasFaultyDefault == false)
        let usual = try decodeDynamic(file("strict: {}, default: {\(options)}"))
        #expect(usual.model?.routers.map(\.name) == ["own"])
        #expect(usual.model?.tls.hasFaultyDefault == true)
    }

    @Test func aMisspeltNameIsSuggested() throws {
        let loaded = try decodeDynamic(file("strikt: {}"))
        #expect(loaded.model?.routers.map(\.name) == ["plain"])
        #expect(loaded.errors.count == 1 && loaded.errors[0].contains("did you mean \"strikt\"?"), "\(loaded.errors)")
    }

    @Test func anEntryPointsOptionsHaveToBeThere() throws {
        var fixed = usual
        (fixed.entryPoints[1].givesTLS, fixed.entryPoints[1].tlsOptions) = (true, "strict@file")
        let yaml = """
            http:
              routers:
                given: {rule: "Host(`a`)", service: origin}
                plain: {rule: "Host(`a`)", service: origin, entryPoints: [web]}
              services: {origin: {loadBalancer: {servers: [{url: "http://127.0.0.1:9000"}]}}}
            """
        #expect(try decodeDynamic(yaml, for: fixed).model?.routers.map(\.name) == ["plain"])
        let both = try decodeDynamic(yaml + "\ntls: {options: {strict: {}}}", for: fixed)
        #expect(both.model?.routers.map(\.name) == ["given", "plain"])
    }

    @Test(arguments: [
        ("minVersion: VersionTLS10", "TLS 1.2 is the oldest version"),
        ("cipherSuites: [TLS_RSA_WITH_RC4_128_SHA, TLS_RSA_WITH_AES_128_CBC_SHA]", "RC4_128_SHA is too weak"),
        ("preferServerCipherSuites: true", "without effect"), ("alpnProtocols: [spdy]", "not spoken here"),
    ])
    func whatDoesNoHarmIsOnlyWarnedOf(options: String, message: String) throws {
        let loaded = try decodeDynamic(file("strict: {\(options)}"))
        #expect(loaded.model?.routers.count == 2)
        #expect(loaded.errors.isEmpty && loaded.warnings.count == 1 && loaded.warnings[0].contains(message))
    }

    @Test func withoutASuiteOfItsOwnThereIsNoTLS12() throws {
        let loaded = try decodeDynamic(file("strict: {cipherSuites: [TLS_AES_256_GCM_SHA384]}"))
        #expect(loaded.model?.tls.options[0].limits.oldest == .tls13)
    }

    @Test func keysInTheFileAreNotPrinted() throws {
        let loaded = try decodeDynamic(
            file(
                "strict: {}",
                rest: ", certificates: [{certFile: \"-----BEGIN C\\nsecret\", keyFile: \"-----BEGIN K\\nsecret\"}]"))
        #expect(loaded.model?.tls.certificates.map(\.keyFile) == ["-----BEGIN K\nsecret"])
        #expect(loaded.options.contains { $0.keyPath.hasSuffix("keyFile") && $0.value == "(PEM text)" })
        #expect(!loaded.options.contains { $0.value.contains("secret") })
    }
}
