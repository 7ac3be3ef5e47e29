import Testing

extension PassThroughScenarios {
    /// Early hints come before the answer is there, with their fields.
    @Test func earlyHintsPass() throws {
        let gate = Gate()
        let origin = try ScriptedOrigin { _, reply in
            try reply.head(103, ["Link": "</a.css>; rel=preload"])
            try gate.pass()
            try reply.respond(text: "page")
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.sendHead("GET", "/")
        let hints = try client.readHead()
        #expect(hints.status == 103 && hints.fields["Link"] == "</a.css>; rel=preload")
        gate.open()
        let answer = try client.readResponse()
        #expect(answer.status == 200 && answer.text == "page")
    }
}
