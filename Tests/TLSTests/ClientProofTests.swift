import LinuxIO
import TestCertificates
import Testing

@testable import TLS

/// What servers ask of clients, and what is known of those afterwards.
@Suite struct ClientProofTests {
    private static let vouched = try! identity(TestCertificate.client, TestCertificate.clientKey)
    private static let stranger = try! identity(TestCertificate.stranger, TestCertificate.strangerKey)

    private static func identity(_ certificate: String, _ key: String) throws(TLSError) -> Identity {
        try Identity(certificateFile: certificate, keyFile: key)
    }

    private func link(
        _ proof: HandshakeOptions.ClientProof, _ identities: [Identity], _ version: TLSVersion = .tls13
    ) throws -> Link {
        var options = HandshakeOptions()
        options.clients = proof
        let client = try ClientTLS(trust: .anyone, identities: identities, profile: Made.profile(version))
        return try Link(Made.server(OptionsByName([options])), client)
    }

    /// For a client without a certificate, with one that nobody vouches for, and with one of the authority's.
    @Test(arguments: [
        (HandshakeOptions.ClientProof.Demand.none, false, [true, true, true]), (.wanted, false, [true, true, true]),
        (.needed, false, [false, true, true]), (.wanted, true, [true, false, true]),
        (.needed, true, [false, false, true]),
    ])
    func whoIsServed(demand: HandshakeOptions.ClientProof.Demand, verifies: Bool, served: [Bool]) throws {
        let proof = HandshakeOptions.ClientProof(
            demand, authorities: verifies ? Array(TestCertificate.authority.utf8) : nil)
        for version in [TLSVersion.tls12, .tls13] {
            for (identities, served) in zip([[], [Self.stranger], [Self.vouched]], served) {
                let link = try link(proof, identities, version)
                #expect((link.shakeHands().server == .done) == served, "\(version)")
                guard served else { continue }
                link.greet()
                let shown = demand == .none ? nil : identities.first?.facts.commonName
                #expect(link.server.peer?.subject.attributes.first { $0.type == "CN" }?.value == shown)
            }
        }
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func aResumedClientIsStillKnown(version: TLSVersion) throws {
        let client = try ClientTLS(trust: .anyone, identities: [Self.vouched], profile: Made.profile(version))
        let keys = try TicketKeys()
        var options = HandshakeOptions()
        options.clients = .init(.needed, authorities: Array(TestCertificate.authority.utf8))
        var links: [Link] = []
        for round in 0..<2 {
            let link = try Link(Made.server(OptionsByName([options]), tickets: keys), client)
            links.append(link)
            #expect(link.shakeHands() == (.done, .done))
            link.greet()
            #expect(link.server.isResumed == (round == 1))
            #expect(link.server.peer?.serial == "4711")
        }
    }

    @Test func aClientsCertificateIsReadInParts() throws {
        let link = try link(.init(.needed), [Self.vouched])
        #expect(link.shakeHands() == (.done, .done))
        link.greet()
        let peer = try #require(link.server.peer)
        #expect(
            peer.subject.text == "DC=example,serialNumber=77,CN=viewer,OU=Web,O=Films\\, Inc,L=Berlin,ST=Berlin,C=DE")
        #expect(peer.subject.attributes.map(\.type) == ["C", "ST", "L", "O", "OU", "CN", "serialNumber", "DC"])
        #expect(peer.subject.attributes[3].value == "Films, Inc")
        #expect(peer.issuer.text == "CN=Test authority")
        #expect(peer.serial == "4711")
        #expect(peer.notBefore < .now && .now < peer.notAfter)
        let names = peer.alternativeNames
        #expect(names.hosts == ["Viewer.example"] && names.emails == ["viewer@example.com"])
        #expect(names.addresses.map(\.count) == [4, 16] && names.uris == ["spiffe://example/viewer"])
        #expect(peer.pem == Array((TestCertificate.client + "\n").utf8))
        #expect(peer.der.starts(with: [0x30, 0x82]) && peer.der.count < peer.pem.count)
    }

    @Test func authoritiesThatAreNoneAreFound() throws {
        var options = HandshakeOptions()
        options.clients = .init(.needed, authorities: Array("nothing".utf8))
        #expect(throws: TLSError.self) { try options.check() }
        options.clients.authorities = Array(TestCertificate.authority.utf8)
        try options.check()
    }
}

/// A client that wants to know more, or less, of a server than its name.
@Suite struct ServerProofTests {
    private let server: ServerTLS = {
        let identity = try! Identity(certificateFile: TestCertificate.server, keyFile: TestCertificate.serverKey)
        return try! ServerTLS(certificates: CertificateTable([], fallback: identity), tickets: TicketKeys())
    }()
    private let authority = Trust.pem(Array(TestCertificate.authority.utf8))

    @Test(arguments: [("spiffe://example/origin", true), ("spiffe://example/other", false)])
    func theURIHasToBeThere(uri: String, accepted: Bool) throws {
        let client = try ClientTLS(trust: authority, checksName: false, peerURI: uri)
        let result = try Link(server, client, name: "other.example").shakeHands()
        #expect((result.client == .done) == accepted)
        if !accepted { #expect(result.client.failure?.kind == .untrusted) }
    }

    @Test func theNameCountsUnlessToldOtherwise() throws {
        let strict = try ClientTLS(trust: authority)
        #expect(try Link(server, strict, name: "origin.example").shakeHands() == (.done, .done))
        #expect(try Link(server, strict, name: "other.example").shakeHands().client.failure?.kind == .untrusted)
        let lax = try ClientTLS(trust: authority, checksName: false)
        #expect(try Link(server, lax, name: "other.example").shakeHands() == (.done, .done))
        // The authority still counts.
        let other = try ClientTLS(trust: .pem(Made.example.certificatePEM), checksName: false)
        #expect(try Link(server, other, name: "origin.example").shakeHands().client.failure?.kind == .untrusted)
    }

    /// A certificate that is trusted needs nobody above it, as with Go.
    @Test func theServersOwnCertificateIsEnough() throws {
        let client = try ClientTLS(trust: .pem(Array(TestCertificate.server.utf8)))
        #expect(try Link(server, client, name: "origin.example").shakeHands() == (.done, .done))
    }
}
