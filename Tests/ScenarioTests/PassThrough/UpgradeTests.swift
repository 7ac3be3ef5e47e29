import Testing

extension PassThroughScenarios {
    private static let head = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n"
    private static let accepted = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n"

    /// Bytes sent right behind the request are not lost; a client that has said all still hears the rest.
    @Test func aTunnelCarriesEarlyBytesAndTheClientsEnd() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.send(Self.accepted + "welcome ")
            var heard: [UInt8] = []
            while case let more = try reply.read(upTo: 100), !more.isEmpty { heard += more }
            try reply.send("\(request.fields["Upgrade"] ?? "") heard: \(String(decoding: heard, as: UTF8.self))")
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send(Self.head + "early ")
        #expect(try client.readHead().status == 101)
        #expect(try client.reader.read(exactly: 8) == Array("welcome ".utf8))
        try client.send("late")
        client.shutdownWriting()
        #expect(try client.reader.read(exactly: 22) == Array("chat heard: early late".utf8))
        #expect(client.isClosed())
    }

    /// An upstream that has said all still hears the client.
    @Test func aTunnelCarriesTheUpstreamsEnd() throws {
        let heard = Heard()
        let origin = try ScriptedOrigin { _, reply in
            try reply.send(Self.accepted)
            reply.shutdownWriting()
            while case let more = try reply.read(upTo: 100), !more.isEmpty { heard.add(more) }
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send(Self.head)
        #expect(try client.readHead().status == 101)
        #expect(try client.reader.read(upTo: 1).isEmpty)
        try client.send("still here")
        try eventually("the upstream to hear it") { heard.text == "still here" }
    }
}
