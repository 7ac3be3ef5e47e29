import Testing

@testable import TLS

/// Options are chosen by the name that a client asks for, before anything is agreed to.
@Suite struct OptionsByNameTests {
    private func options(_ name: String, _ change: (inout HandshakeOptions) -> Void = { _ in }) -> HandshakeOptions {
        var options = HandshakeOptions(name: name)
        change(&options)
        return options
    }

    private func server(usual: (inout HandshakeOptions) -> Void = { _ in }) throws -> ServerTLS {
        let new = options("new") { $0.profile.oldest = .tls13 }
        let old = options("old") { $0.profile.newest = .tls12 }
        return try Made.server(
            OptionsByName(
                [options("default", usual), new, old],
                hosts: ["example.com": "new", "*.example.com": "old", "www.example.com": "default", "gone.org": "none"])
        )
    }

    private func client(_ versions: TLSVersion...) throws -> ClientTLS {
        var profile = TLSProfile.hardened
        (profile.oldest, profile.newest) = (versions.first!, versions.last!)
        return try ClientTLS(trust: .anyone, profile: profile)
    }

    @Test(arguments: [
        ("example.com", "new", TLSVersion.tls13), ("EXAMPLE.com", "new", .tls13), ("a.example.com", "old", .tls12),
        ("www.example.com", "default", .tls13), ("b.a.example.com", "default", .tls13), ("", "default", .tls13),
    ])
    func theNameDecides(name: String, chosen: String, version: TLSVersion) throws {
        let link = try Link(server(), client(.tls12, .tls13), name: name)
        #expect(link.shakeHands() == (.done, .done))
        #expect(link.server.optionsName == chosen)
        #expect(link.server.version == version)
        #expect(link.client.optionsName == "")
        link.greet()
    }

    @Test(arguments: [("example.com", TLSVersion.tls12), ("a.example.com", .tls13)])
    func whatTheNamesOptionsExcludeIsRefused(name: String, version: TLSVersion) throws {
        let result = try Link(server(), client(version)).shakeHands()
        #expect(try Link(server(), client(version), name: "www.example.com").shakeHands() == (.done, .done))
        if name == "example.com" { #expect(result.client.failure?.kind == .alert(70)) }
        #expect(try Link(server(), client(version), name: name).shakeHands().client.failure != nil)
    }

    /// A name whose options could not be made is refused, not served by others.
    @Test func missingOptionsRefuse() throws {
        let result = try Link(server(), client(.tls13), name: "gone.org").shakeHands()
        // unrecognized_name, RFC 6066 §3
        #expect(result.client.failure?.kind == .alert(112))
        let nobody = try Made.server(OptionsByName([], hosts: [:]))
        #expect(try Link(nobody, client(.tls13)).shakeHands().client.failure?.kind == .alert(112))
    }

    @Test(arguments: [("example.com", true), ("a.example.com", true), ("example.net", false), ("", false)])
    func strictNamesNeedACertificate(name: String, served: Bool) throws {
        let server = try Made.server(OptionsByName([options("default") { $0.isStrict = true }]))
        let result = try Link(server, client(.tls12, .tls13), name: name).shakeHands()
        #expect((result.client == .done) == served)
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func withoutTicketsNothingIsResumed(version: TLSVersion) throws {
        for issues in [true, false] {
            let quiet = options("quiet") { $0.issuesTickets = issues }
            let server = try Made.server(
                OptionsByName(
                    [options("default") { $0.issuesTickets = !issues }, quiet], hosts: ["example.com": "quiet"]))
            let client = try client(version)
            var links: [Link] = []
            for round in 0..<2 {
                let link = try Link(server, client)
                links.append(link)
                #expect(link.shakeHands() == (.done, .done))
                link.greet()
                #expect(link.server.isResumed == (issues && round == 1))
            }
        }
    }

    /// What another name's options did not ask of a client cannot count for these.
    @Test(arguments: [TLSVersion.tls12, .tls13])
    func sessionsOfOtherOptionsAreNotResumed(version: TLSVersion) throws {
        let asking = options("asking") { $0.clients = .init(.wanted) }
        let keys = try TicketKeys()
        func server(_ chosen: String) throws -> ServerTLS {
            try Made.server(
                OptionsByName([options("default"), options("same"), asking], hosts: ["example.com": chosen]),
                tickets: keys)
        }
        for (second, resumes) in [("same", true), ("asking", false)] {
            let client = try client(version)
            var links: [Link] = []
            for (chosen, resumed) in [("default", false), (second, resumes)] {
                let link = try Link(server(chosen), client)
                links.append(link)
                #expect(link.shakeHands() == (.done, .done))
                link.greet()
                #expect(link.server.isResumed == resumed)
            }
        }
    }

    @Test func suitesFollowTheName() throws {
        let narrow = options("narrow") {
            $0.profile.newest = .tls12
            $0.profile.suites12 = [TLSProfile.suite(registered: "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA")!]
        }
        let server = try Made.server(OptionsByName([options("default"), narrow], hosts: ["example.com": "narrow"]))
        #expect(try Link(server, client(.tls12)).shakeHands().client.failure != nil)
        let link = try Link(server, ClientTLS(trust: .anyone, profile: narrow.profile))
        #expect(link.shakeHands() == (.done, .done))
        #expect(link.server.cipher == "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA")
    }

    @Test func groupsFollowTheName() throws {
        let narrow = options("narrow") { $0.profile.groups = ["P-384"] }
        let server = try Made.server(OptionsByName([options("default"), narrow], hosts: ["example.com": "narrow"]))
        #expect(try Link(server, client(.tls13)).shakeHands().client.failure != nil)
        var profile = TLSProfile.hardened
        // The client guesses wrong first, and has to begin again.
        profile.groups = ["X25519", "P-384"]
        let link = try Link(server, ClientTLS(trust: .anyone, profile: profile))
        #expect(link.shakeHands() == (.done, .done))
        #expect(link.server.optionsName == "narrow")
        #expect(try Link(server, client(.tls13), name: "www.example.com").shakeHands() == (.done, .done))
    }

    @Test func whatOpenSSLHasIsTold() {
        #expect(TLSProfile.suite(registered: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256") == "ECDHE-RSA-AES128-GCM-SHA256")
        #expect(TLSProfile.suite(registered: "TLS_NONE") == nil)
        #expect(TLSProfile.hasGroup("P-521") && !TLSProfile.hasGroup("P-522"))
    }
}
