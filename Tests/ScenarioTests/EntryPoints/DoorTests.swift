import Testing

extension EntryPointScenarios {
    /// What is answered at the door: no upstream hears of it.
    @Test(arguments: [
        ("OPTIONS * HTTP/1.1\r\nHost: a", 200, false), ("OPTIONS * HTTP/1.0", 200, true),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a:443", 501, true), ("CONNECT /x HTTP/1.1\r\nHost: a", 501, true),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 0", 417, true),
        ("GET /#x HTTP/1.1\r\nHost: a", 400, true), ("GET / HTTP/2.0\r\nHost: a", 505, true),
        ("GET http://a/ HTTP/1.1\r\nHost: b/c", 400, true), ("GET / HTTP/1.1\r\nHost: a:port", 400, false),
    ])
    func ownAnswers(head: String, status: Int, closes: Bool) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send(head + "\r\n\r\n")
        #expect(try client.readResponse().status == status)
        if closes { #expect(client.isClosed()) } else { #expect(try client.get("/next").status == 200) }
        #expect(origin.requests.map(\.target) == (closes ? [] : ["/next"]))
    }

    /// HTTP/1.0 needs no Host: the upstream is told the server's own, and nothing of a host that nobody named.
    @Test func aRequestWithoutAHost() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        try client.send("GET /old HTTP/1.0\r\n\r\n")
        #expect(try client.readResponse().status == 200)
        let fields = try origin.request(0).fields
        #expect(fields["Host"] == "127.0.0.1:\(origin.port)" && fields["X-Forwarded-Host"] == nil)
        #expect(fields["X-Forwarded-Port"] == "80" && fields["X-Forwarded-For"] == "127.0.0.1")
    }

    /// At an address of both families, an IPv4 client is one in lists, fields and the log.
    @Test func bothFamiliesAtOneAddress() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.passThrough(origin.url)
        setup.address = ""
        setup.entryPointOptions = ["forwardedHeaders: {trustedIPs: [127.0.0.0/8]}"]
        setup.staticLines = ["accessLog: {}"]
        let usher = try UsherProcess(setup)
        _ = try usher.get("/", fields: ["X-Forwarded-For": "192.0.2.1"])
        #expect(try origin.request(0).fields["X-Forwarded-For"] == "192.0.2.1, 127.0.0.1")
        #expect(try origin.request(0).fields["X-Real-Ip"] == "127.0.0.1")
        try eventually("a log line") { "\n\(usher.log)".contains("\n127.0.0.1 - - [") }
    }

    /// An entry point's middlewares stand before those of its routers.
    @Test func itsMiddlewaresComeFirst() throws {
        let origin = try ScriptedOrigin { request, reply in try reply.respond(text: request.target) }
        var setup = Setup.passThrough(origin.url)
        setup.entryPointOptions = ["http: {middlewares: [outer@file]}"]
        setup.middlewares = ["inner: {addPrefix: {prefix: /inner}}"]
        setup.spareMiddlewares = ["outer: {addPrefix: {prefix: /outer}}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/x").text == "/inner/outer/x")
        try usher.reconfigure { $0.spareMiddlewares = [] }
        try eventually("the router to be disabled") { try usher.get("/x").status == 404 }
    }
}
