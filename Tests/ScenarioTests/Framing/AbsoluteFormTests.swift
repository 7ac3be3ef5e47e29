import Testing

extension FramingScenarios {
    /// The host in an absolute target counts, and the upstream is told that one.
    @Test func theTargetsHostWins() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.respond(text: "\(request.target) \(request.fields["Host"] ?? "none")")
        }
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Host(`right.example`)"
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.send("GET http://right.example/x?y HTTP/1.1\r\nHost: wrong.example\r\n\r\n")
        #expect(try client.readResponse().text == "/x?y right.example")
        try client.send("GET http://wrong.example/x HTTP/1.1\r\nHost: right.example\r\n\r\n")
        #expect(try client.readResponse().status == 404)
        #expect(origin.requests.count == 1)
    }
}
