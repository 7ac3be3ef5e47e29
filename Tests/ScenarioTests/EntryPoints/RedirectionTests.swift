import Testing

extension EntryPointScenarios {
    private func start(_ options: String) throws -> UsherProcess {
        var setup = Setup.secure("http://127.0.0.1:9")
        setup.entryPointOptions = ["http: {redirections: {entryPoint: {\(options)}}}"]
        return try UsherProcess(setup)
    }

    private func location(_ usher: UsherProcess, _ method: String, host: String) throws -> (Int, String?) {
        let client = try usher.client()
        client.host = host
        let answer = try client.request(method, "/a/../b?x=1;2", ["Content-Length": "0"])
        return (answer.status, answer.fields["Location"])
    }

    @Test func toAnEntryPointsPort() throws {
        let usher = try start("to: websecure")
        for host in ["media.example", "media.example:8080"] {
            let place = "https://media.example:\(usher.tlsPort)/b?x=1;2"
            #expect(try location(usher, "GET", host: host) == (301, place))
            #expect(try location(usher, "POST", host: host) == (308, place))
        }
        #expect(try location(usher, "GET", host: "[::1]:8080") == (301, "https://[::1]:\(usher.tlsPort)/b?x=1;2"))
    }

    @Test func toAPort() throws {
        let usher = try start("to: ':443', permanent: false")
        #expect(try location(usher, "GET", host: "[2001:db8::1]:80") == (302, "https://[2001:db8::1]/b?x=1;2"))
        #expect(try location(usher, "PUT", host: "a.example") == (307, "https://a.example/b?x=1;2"))
    }

    /// A request that names no host cannot be pointed anywhere: other routers have it. The other entry point's are not.
    @Test func whatIsNotPointedAnywhere() throws {
        let usher = try start("to: websecure")
        let client = try usher.client()
        try client.send("GET /a HTTP/1.0\r\n\r\n")
        #expect(try client.readResponse().status == 502)
        #expect(try usher.tlsClient().get("/a").status == 502)
    }

    /// A router may go first when the redirection is told so.
    @Test func itsPriorityCounts() throws {
        let (low, high) = (try start("to: websecure, priority: 1"), try start("to: websecure"))
        #expect(try low.get("/a").status == 502)
        #expect(try high.get("/a").status == 301)
    }
}
