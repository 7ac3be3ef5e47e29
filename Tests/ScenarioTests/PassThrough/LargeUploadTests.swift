import Testing

extension PassThroughScenarios {
    /// A slow upstream slows the client down; what is on its way does not pile up in memory.
    @Test func aLargeUploadDoesNotGrowMemory() throws {
        let gate = Gate()
        let origin = try ScriptedOrigin(readsBodies: false) { _, reply in
            try gate.pass()
            let body = try reply.readBody()
            try reply.respond(text: "\(body.bytes.count) \(PositionBytes.firstWrongIndex(in: body.bytes, at: 0) ?? -1)")
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let before = usher.memory("RssAnon")
        let upload = Background {
            let client = try usher.client()
            let size = 64 << 20
            try client.sendHead("POST", "/", ["Content-Length": "\(size)"])
            for start in stride(from: 0, to: size, by: 1 << 20) {
                try client.send(PositionBytes.bytes(start..<(start + 1 << 20)), within: .seconds(20))
            }
            return try client.readResponse(to: "POST").text
        }
        sleep(.milliseconds(300))
        #expect(usher.memory("RssAnon") < before + 16 << 10)
        gate.open()
        #expect(try upload.value() == "\(64 << 20) -1")
        #expect(usher.memory("RssAnon") < before + 16 << 10)
    }
}
