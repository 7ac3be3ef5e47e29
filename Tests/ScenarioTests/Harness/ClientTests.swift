import Testing

extension HarnessTests {
    @Test func trailersAndInterimHeadsArrive() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.head(103, ["Link": "</a.css>; rel=preload"])
            try reply.head(200, ["Transfer-Encoding": "chunked", "X-Trailer": request.trailers["X-Sum"] ?? "none"])
            try reply.chunk(request.body)
            try reply.lastChunk(trailers: ["X-Sum": "42"])
        }
        let client = try RawClient(port: origin.port)
        try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked"])
        try client.dribble("5\r\nhello\r\n0\r\nX-Sum: 7\r\n\r\n", every: .milliseconds(1))
        let response = try client.readResponse(to: "POST")
        #expect(response.interim.map(\.status) == [103])
        #expect(response.text == "hello" && response.trailers["x-sum"] == "42")
        #expect(try response.fields["x-trailer"] == "7" && origin.request(0).text == "hello")
    }

    @Test func endsAreToldApart() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.head(200, request.target == "/length" ? ["Content-Length": "10"] : [:])
            try reply.send("short")
            if request.target == "/reset" { reply.reset() } else { reply.close() }
        }
        #expect(try RawClient(port: origin.port).get("/close").isComplete)
        #expect(try !RawClient(port: origin.port).get("/length").isComplete)
        #expect(try !RawClient(port: origin.port).get("/reset").isComplete)
    }

    @Test func waitsEndWithAMessage() throws {
        let origin = try ScriptedOrigin { _, reply in reply.stall(.milliseconds(200)) }
        let client = try RawClient(port: origin.port)
        client.reader.limit = .milliseconds(50)
        try client.sendHead("GET", "/")
        #expect(throws: ScenarioFailure.self) { try client.readHead() }
        #expect(throws: ScenarioFailure.self) { try eventually("nothing", within: .milliseconds(20)) { false } }
        origin.stop()
        #expect(client.isClosed())
        #expect(throws: ScenarioFailure.self) { try RawClient(port: origin.port) }
    }

    @Test func aWrongByteIsFound() {
        var bytes = PositionBytes.bytes(500_000..<900_000)
        #expect(PositionBytes.firstWrongIndex(in: bytes, at: 500_000) == nil)
        #expect(PositionBytes.firstWrongIndex(in: bytes, at: 500_000, of: 2) ?? 9 < 9)
        bytes[300_000] ^= 1
        #expect(PositionBytes.firstWrongIndex(in: bytes, at: 500_000) == 300_000)
    }

    @Test func programsStartAndEnd() throws {
        let directory = try TemporaryDirectory()
        let child = try ChildProcess("/bin/sh", ["-c", "echo hello; exit 3"], output: directory.file("out"))
        #expect(try child.waitExit() == 3 && contents(ofFile: directory.file("out")) == "hello\n")
        let sleeper = try ChildProcess("/bin/sleep", ["60"], output: "/dev/null")
        sleeper.signal(9)
        #expect(try sleeper.waitExit() == -9)
    }
}
