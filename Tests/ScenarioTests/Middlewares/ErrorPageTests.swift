import Testing

extension MiddlewareScenarios {
    /// A site that always answers 503, and the service of its error pages.
    private func setup(_ options: String, _ pages: ScriptedOrigin, _ site: ScriptedOrigin) -> Setup {
        var setup = Setup.passThrough(site.url)
        setup.middlewares = [
            "h: {headers: {customResponseHeaders: {X-Out: seen}}}", "e: {errors: {service: pages, \(options)}}",
        ]
        setup.dynamicLines = ["    pages: {loadBalancer: {servers: [{url: \"\(pages.url)\"}]}}"]
        return setup
    }

    private func site(_ status: Int) throws -> ScriptedOrigin {
        try ScriptedOrigin { _, reply in try reply.respond(status, ["X-Site": "1"], text: "raw") }
    }

    private func pages(_ status: Int = 200) throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            try reply.respond(status, ["X-Page": "1"], text: "\(request.method) \(request.target) \(request.text)")
        }
    }

    @Test func aPageStandsInForAnError() throws {
        let (pages, site) = (try pages(), try site(503))
        let options = "status: ['500-599'], query: '/{status}.html?from={url}', statusRewrites: {'503': 500}"
        let usher = try UsherProcess(setup(options, pages, site))
        let answer = try usher.client().post("/a?b", Array("body".utf8), fields: ["Host": "h.test"])
        #expect(answer.status == 500 && answer.fields["X-Page"] == "1" && answer.fields["X-Site"] == nil)
        #expect(answer.text == "GET /500.html?from=http%3A%2F%2Fh.test%2Fa%3Fb " && answer.fields["X-Out"] == "seen")
        #expect(try pages.request(0).fields["Host"] == "h.test")
    }

    @Test func otherAnswersPass() throws {
        let (pages, site) = (try pages(), try site(404))
        let usher = try UsherProcess(setup("status: ['500-599', '403']", pages, site))
        let answer = try usher.client().get("/")
        #expect(answer.status == 404 && answer.text == "raw" && pages.requests.isEmpty)
    }

    /// What usher itself answers for an upstream that is not there is an error like others.
    @Test func anUnreachableServerHasItsPage() throws {
        let (pages, site) = (try pages(), try site(200))
        var setup = setup("status: ['502'], query: '/{originalStatus}'", pages, site)
        setup.servers = ["http://127.0.0.1:\(PortNumbers.unused())"]
        let usher = try UsherProcess(setup)
        let answer = try usher.client().get("/")
        #expect(answer.status == 502)
        #expect(answer.text == "GET /502 ")
    }

    @Test func withoutItsPageTheStatusHasToDo() throws {
        let (pages, site) = (try pages(), try site(503))
        pages.stop()
        let usher = try UsherProcess(setup("status: ['503']", pages, site))
        let answer = try usher.client().get("/")
        #expect(answer.status == 503 && answer.text == "Service Unavailable")
    }

    /// A page without a body is none.
    @Test(arguments: [204, 304])
    func anEmptyPageIsNoPage(status: Int) throws {
        let pages = try ScriptedOrigin { _, reply in try reply.head(status) }
        let site = try site(503)
        let usher = try UsherProcess(setup("status: ['503']", pages, site))
        let client = try usher.client()
        for _ in 0..<2 {
            let answer = try client.get("/")
            #expect(answer.status == 503 && answer.text == "Service Unavailable")
        }
    }

    /// A page for a status that has no body goes without its text.
    @Test func aPageForAStatusWithoutABody() throws {
        let (pages, site) = (try pages(), try site(304))
        let usher = try UsherProcess(setup("status: ['304']", pages, site))
        let client = try usher.client()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try client.readResponse()
        #expect(answer.status == 304 && answer.body.isEmpty && answer.fields["X-Page"] == "1")
        #expect(try client.readResponse(to: "HEAD").status == 304)
    }
}
