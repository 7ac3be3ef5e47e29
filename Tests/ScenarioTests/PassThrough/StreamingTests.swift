import Testing

extension PassThroughScenarios {
    /// A body of unknown length is passed on piece by piece, not when it is whole.
    @Test func chunksAreNotHeldBack() throws {
        let gate = Gate()
        let origin = try ScriptedOrigin { _, reply in
            try reply.head(200, ["Transfer-Encoding": "chunked", "Content-Type": "text/event-stream"])
            try reply.chunk(Array("first".utf8))
            try gate.pass()
            try reply.chunk(Array("second".utf8))
            try reply.lastChunk()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("GET", "/events")
        #expect(try client.readHead().isChunked)
        #expect(try client.reader.readLine() == "5" && client.reader.readLine() == "first")
        gate.open()
        #expect(try client.reader.readLine() == "6" && client.reader.readLine() == "second")
    }

    /// A body that ends with the upstream's connection arrives whole, and with an end.
    @Test func aBodyWithoutFramingArrives() throws {
        let origin = try ScriptedOrigin { _, reply in
            try reply.send("HTTP/1.0 200 OK\r\n\r\n")
            try reply.send(PositionBytes.bytes(0..<300_000))
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let answer = try usher.get("/")
        #expect(answer.isComplete)
        expectBytes(answer.body, count: 300_000)
    }
}
