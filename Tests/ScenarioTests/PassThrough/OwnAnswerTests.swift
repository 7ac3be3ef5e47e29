import Testing

extension PassThroughScenarios {
    /// Nobody answers for that host: Traefik's 404, and the connection goes on.
    @Test func withoutARouterItIs404() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "found") }
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Host(`known.example`)"
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        client.host = "unknown.example"
        let answer = try client.get("/")
        #expect(answer.status == 404 && answer.text == "404 page not found\n")
        #expect(answer.fields["Content-Type"]?.hasPrefix("text/plain") == true)
        #expect(answer.fields["X-Content-Type-Options"] == "nosniff")
        client.host = "KNOWN.example:8080"
        #expect(try client.get("/").text == "found")
        #expect(origin.requests.count == 1)
    }

    @Test func withoutServersItIs503() throws {
        let usher = try UsherProcess(.passThrough())
        let answer = try usher.get("/")
        #expect(answer.status == 503 && answer.text == "no available server\n")
    }

    @Test func anUpstreamThatRefusesIs502() throws {
        let usher = try UsherProcess(.passThrough("http://127.0.0.1:\(PortNumbers.unused())"))
        let client = try usher.client()
        for _ in 0..<2 {
            let answer = try client.get("/")
            #expect(answer.status == 502 && answer.text == "Bad Gateway")
        }
    }
}
