import LinuxIO
import Testing

@testable import TLS

@Suite struct TrustTests {
    @Test func anUnknownAuthorityIsRefused() throws {
        let stranger = try SelfSigned.make(names: ["example.com"], commonName: "example")
        let client = try ClientTLS(trust: .pem(stranger.certificatePEM))
        let result = try Link(Made.server(), client).shakeHands()
        #expect(result.client.failure?.kind == .untrusted)
        #expect(result.client.failure?.reason.hasPrefix("certificate not accepted: self") == true)
        guard case .alert = result.server.failure?.kind else {
            Issue.record("the server was not told: \(result.server)")
            return
        }
    }

    @Test func theSystemsAuthoritiesDoNotVouchForUs() throws {
        let result = try Link(Made.server(), ClientTLS(trust: .system)).shakeHands()
        #expect(result.client.failure?.kind == .untrusted)
    }

    @Test(arguments: [
        ("example.com", true), ("www.example.com", true), ("other.com", false), ("127.0.0.1", false),
        ("xexample.com", false),
    ])
    func theNameHasToBeTheCertificates(name: String, accepted: Bool) throws {
        let server = try ServerTLS(certificates: CertificateTable([], fallback: Made.example), tickets: TicketKeys())
        let result = try Link(server, Made.client(), name: name).shakeHands()
        #expect((result.client == .done) == accepted)
        if !accepted { #expect(result.client.failure?.kind == .untrusted) }
    }

    @Test(arguments: [("127.0.0.1", true), ("::1", true), ("127.0.0.2", false)])
    func addressesAreCheckedToo(name: String, accepted: Bool) throws {
        let server = try ServerTLS(certificates: CertificateTable([], fallback: Made.loopback), tickets: TicketKeys())
        let client = try ClientTLS(trust: .pem(Made.loopback.certificatePEM))
        let link = try Link(server, client, name: name)
        #expect((link.shakeHands().client == .done) == accepted)
        #expect(link.server.serverName == nil)
    }

    @Test func whatHasRunOutIsServedButNotTrusted() throws {
        let old = try SelfSigned.make(names: ["example.com"], days: -1)
        let server = try ServerTLS(
            certificates: CertificateTable([old], fallback: Made.fallback), tickets: TicketKeys())
        let result = try Link(server, ClientTLS(trust: .pem(old.certificatePEM))).shakeHands()
        #expect(result.client.failure?.reason == "certificate not accepted: certificate has expired")
        #expect(try Link(server, ClientTLS(trust: .anyone)).shakeHands() == (.done, .done))
    }

    @Test func aNameThatIsNoneIsRefusedBeforeConnecting() throws {
        for name in ["", "a b", "example.com:443"] {
            #expect(throws: TLSError.badName(name)) { try Link(Made.server(), Made.client(), name: name) }
        }
    }

    @Test func authoritiesAreReadFromAFile() throws {
        let file = TemporaryFile(Made.example.certificatePEM + Made.loopback.certificatePEM)
        #expect(try Link(Made.server(), ClientTLS(trust: .file(file.path))).shakeHands() == (.done, .done))
        let error = #expect(throws: TLSError.self) { try ClientTLS(trust: .file("/nonexistent/ca.pem")) }
        #expect(error?.description == "/nonexistent/ca.pem: cannot be read: No such file or directory (errno 2)")
    }
}
