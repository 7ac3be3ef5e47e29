import LinuxIO
import Testing

@testable import TLS

@Suite struct TicketTests {
    /// Connects twice, and says whether the second connection resumed the first.
    private func resumes(
        _ version: TLSVersion, first: ServerTLS, second: ServerTLS, name: String = "example.com",
        between: () throws -> Void = {}
    ) throws -> Bool {
        let client = try Made.client(profile: Made.profile(version))
        var links: [Link] = []
        for server in [first, second] {
            if !links.isEmpty { try between() }
            let link = try Link(server, client, name: name)
            #expect(link.shakeHands() == (.done, .done))
            link.greet()
            links.append(link)
        }
        #expect(links[1].server.isResumed == links[1].client.isResumed)
        #expect(links[1].server.serverName == name)
        return links[1].server.isResumed
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func aTicketOutlivesItsGeneration(version: TLSVersion) throws {
        let keys = try TicketKeys()
        #expect(try resumes(version, first: Made.server(tickets: keys), second: Made.server(tickets: keys)))
        #expect(try !resumes(version, first: Made.server(tickets: keys), second: Made.server()))
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func anOlderKeyOpensTicketsUntilTheyHaveRunOut(version: TLSVersion) throws {
        let keys = try TicketKeys(rotation: .seconds(60), lifetime: .seconds(100))
        let server = try Made.server(tickets: keys)
        #expect(try resumes(version, first: server, second: server) { try keys.rotate() })
        let later = try resumes(version, first: server, second: server) {
            try keys.rotate()
            try keys.rotate(at: .now.adding(.seconds(101)))
        }
        #expect(!later)
    }

    @Test func keysChangeWithTime() throws {
        let start = MonotonicTime.now.adding(.seconds(1000))
        let keys = try TicketKeys(rotation: .seconds(60), lifetime: .seconds(100))
        try keys.rotate(at: start)
        let first = keys.current(at: start.adding(.seconds(59)))
        #expect(first.bornAt == start)
        let second = keys.current(at: start.adding(.seconds(60)))
        #expect(second.bornAt == start.adding(.seconds(60)))
        let steps: [(seconds: Int, found: Bool)] = [(60, true), (160, true), (161, false)]
        for (seconds, found) in steps {
            let answer = keys.find(first.name, at: start.adding(.seconds(seconds)))
            #expect((answer != nil) == found, "after \(seconds) s")
            #expect(answer?.isCurrent != true)
        }
        #expect(keys.find(second.name, at: start.adding(.seconds(60)))?.isCurrent == true)
        #expect(keys.find([UInt8](repeating: 0, count: 16), at: start) == nil)
    }

    @Test func sessionsOfOtherServersAreNotOffered() throws {
        let (server, client) = (try Made.server(), try Made.client())
        for name in ["example.com", "www.example.com"] {
            let link = try Link(server, client, name: name)
            #expect(link.shakeHands() == (.done, .done))
            link.greet()
            #expect(!link.server.isResumed)
        }
    }

    @Test func clientsMayDoWithout() throws {
        let server = try Made.server()
        let client = try ClientTLS(trust: .pem(Made.example.certificatePEM), resumes: false)
        for _ in 0..<2 {
            let link = try Link(server, client)
            #expect(link.shakeHands() == (.done, .done))
            link.greet()
            #expect(!link.client.isResumed)
        }
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func aSessionOutlivesItsConnection(version: TLSVersion) throws {
        let (server, client) = (try Made.server(), try Made.client(profile: Made.profile(version)))
        for round in 0..<2 {
            let link = try Link(server, client)
            #expect(link.shakeHands() == (.done, .done))
            link.greet()
            #expect(link.client.isResumed == (round == 1))
        }
    }
}
