import COpenSSL
import LinuxIO
import Testing

@testable import TLS

@Suite struct HandshakeTests {
    @Test(arguments: [TLSVersion.tls12, .tls13])
    func factsAreTheSameOnBothSides(version: TLSVersion) throws {
        let link = try Link(Made.server(), Made.client(profile: Made.profile(version)), name: "Example.com")
        #expect(link.shakeHands() == (.done, .done))
        link.greet()
        for side in [link.server, link.client] {
            #expect(side.version == version)
            #expect(side.serverName == "example.com")
            #expect(side.applicationProtocol == "http/1.1")
            #expect(!side.isResumed)
            #expect(!side.hasBufferedInput)
        }
        #expect(link.server.cipher == link.client.cipher)
        #expect(link.server.cipher.hasPrefix(version == .tls13 ? "TLS_AES_128_GCM" : "TLS_ECDHE_ECDSA_WITH_AES_128"))
    }

    @Test(arguments: [
        ("example.com", "example"), ("WWW.example.COM", "example"), ("a.example.com", "wildcard"),
        ("a.b.example.com", "USHER DEFAULT CERT"), ("example.org", "wildcard"),
        ("www.example.org", "USHER DEFAULT CERT"),
        ("com", "USHER DEFAULT CERT"),
    ])
    func theCertificateFollowsTheName(name: String, commonName: String) throws {
        let link = try Link(Made.server(), ClientTLS(trust: .anyone), name: name)
        #expect(link.shakeHands() == (.done, .done))
        #expect(link.client.peerCertificate?.commonName == commonName)
    }

    @Test func withoutANameTheDefaultIsServed() throws {
        let link = try Link(Made.server(), ClientTLS(trust: .anyone), name: "")
        #expect(link.shakeHands() == (.done, .done))
        #expect(link.client.peerCertificate?.commonName == SelfSigned.defaultCommonName)
        #expect(link.server.serverName == nil)
    }

    @Test func theServersOrderOfProtocolsCounts() throws {
        let server = try Made.server(protocols: ["h2", "http/1.1"])
        for (offered, chosen) in [(["http/1.1", "h2"], "h2"), (["http/1.1"], "http/1.1"), ([], nil)] {
            let link = try Link(server, Made.client(protocols: offered))
            #expect(link.shakeHands() == (.done, .done))
            #expect(link.server.applicationProtocol == chosen)
            #expect(link.client.applicationProtocol == chosen)
        }
    }

    @Test func noCommonProtocolIsRefused() throws {
        let result = try Link(Made.server(), Made.client(protocols: ["h2"])).shakeHands()
        #expect(result.server.failure?.kind == .refused)
        // no_application_protocol, RFC 7301 §3.2
        #expect(result.client.failure?.kind == .alert(120))
    }

    @Test func noCommonVersionIsRefused() throws {
        let server = try Made.server(profile: Made.profile(.tls13))
        let result = try Link(server, Made.client(profile: Made.profile(.tls12))).shakeHands()
        #expect(result.server.failure?.kind == .refused)
        // protocol_version, RFC 8446 §6.2
        #expect(result.client.failure?.kind == .alert(70))
    }

    @Test func aSecondHandshakeIsRefused() throws {
        let link = try Link(Made.server(), Made.client(profile: Made.profile(.tls12)))
        #expect(link.shakeHands() == (.done, .done))
        unsafe SSL_clear_options(link.client.ssl.pointer, USHER_OP_NO_RENEGOTIATION)
        #expect(unsafe SSL_renegotiate(link.client.ssl.pointer) == 1)
        #expect(link.client.handshake() == .wantsRead)
        #expect(link.server.read(into: ByteBuffer(capacity: 10)) == .wantsRead)
        #expect(link.client.handshake().failure?.reason == "no renegotiation")
    }

    @Test func settingsThatOpenSSLDoesNotKnowAreErrors() {
        var profile = TLSProfile.hardened
        profile.groups = ["P-257"]
        #expect(throws: TLSError.self) { try Made.server(profile: profile) }
        profile = .hardened
        profile.suites13 = ["TLS_NONE"]
        #expect(throws: TLSError.self) { try Made.client(profile: profile) }
        #expect(throws: TLSError.self) { try Made.server(protocols: [""]) }
    }

    @Test func manyThreadsShareTheSettings() throws {
        let (server, client) = (try Made.server(), try Made.client())
        let failures = Locked([String]()), running = Locked(4)
        for number in 0..<4 {
            startThread(named: "shake\(number)") {
                for _ in 0..<20 {
                    guard let link = try? Link(server, client), link.shakeHands() == (.done, .done) else {
                        failures.withLock { $0.append("thread \(number)") }
                        break
                    }
                    link.greet()
                }
                running.withLock { $0 -= 1 }
            }
        }
        while running.withLock({ $0 }) > 0 { sleepBriefly() }
        #expect(failures.withLock { $0 } == [])
    }
}
