import Testing

extension TLSScenarios {
    /// Plain text on the TLS port, and a handshake on the plain one, are answered by nobody and harm nobody.
    @Test func theWrongLanguageIsNoHarm() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "answer") }
        let usher = try UsherProcess(.secure(origin.url))
        let plain = try RawClient(port: usher.tlsPort)
        try plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answers = [try? plain.readResponse(), try? RawClient(tlsPort: usher.port).get("/")]
        #expect(answers.allSatisfy { $0 == nil || $0!.status >= 400 })
        #expect(try usher.tlsClient().get("/").text == "answer" && usher.get("/").text == "answer")
        #expect(origin.requests.count == 2)
    }
}
