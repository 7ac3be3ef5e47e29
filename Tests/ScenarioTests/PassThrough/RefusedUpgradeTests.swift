import Testing

extension PassThroughScenarios {
    /// An upstream that does not switch answers as always, and the connection goes on.
    @Test func aRefusedUpgradeIsAnOrdinaryAnswer() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.respond(text: "\(request.target) \(request.fields["Upgrade"] ?? "none")")
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        let answer = try client.get("/chat", fields: ["Connection": "Upgrade", "Upgrade": "chat"])
        #expect(answer.status == 200 && answer.text == "/chat chat")
        #expect(try client.get("/next").text == "/next none")
    }
}
