import Glibc
import Testing

extension MiddlewareScenarios {
    private func setup(_ origin: ScriptedOrigin, _ middleware: String) -> Setup {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["m: {\(middleware)}"]
        return setup
    }

    @Test func aStrangersAddressIsRefused() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "in") }
        let closed = try UsherProcess(setup(origin, "ipAllowList: {sourceRange: [10.0.0.0/8]}"))
        let answer = try closed.get("/", fields: ["X-Forwarded-For": "10.0.0.1"])
        #expect(answer.status == 403 && answer.text == "Forbidden" && answer.fields["Content-Type"] == nil)
        // The client's own word is no address.
        let spoofed = try UsherProcess(
            setup(origin, "ipAllowList: {sourceRange: [10.0.0.0/8], ipStrategy: {depth: 1}, rejectStatusCode: 404}"))
        let other = try spoofed.get("/", fields: ["X-Forwarded-For": "10.0.0.1"])
        #expect(other.status == 404 && other.text == "Not Found")
        #expect(origin.requests.isEmpty)
        var trusting = setup(origin, "ipAllowList: {sourceRange: [10.0.0.0/8], ipStrategy: {depth: 1}}")
        trusting.entryPointOptions = ["forwardedHeaders: {trustedIPs: [127.0.0.1/32]}"]
        let trusted = try UsherProcess(trusting)
        #expect(try trusted.get("/", fields: ["X-Forwarded-For": "11.0.0.1, 10.0.0.1"]).status == 200)
        #expect(try trusted.get("/", fields: ["X-Forwarded-For": "10.0.0.1, 11.0.0.1"]).status == 403)
        let open = try UsherProcess(setup(origin, "ipWhiteList: {sourceRange: [127.0.0.0/8]}"))
        #expect(try open.get("/").text == "in")
    }

    /// A rate counts over all connections, whichever loop they are on, and a reload forgets none of it.
    @Test func aRateIsLimited() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "in") }
        let usher = try UsherProcess(setup(origin, "rateLimit: {average: 1, period: 1h, burst: 8}"))
        let statuses = try inParallel(24) { _ in try usher.get("/").status }
        #expect(statuses.count { $0 == 200 } == 8 && statuses.count { $0 == 429 } == 16)
        let answer = try usher.get("/")
        #expect(answer.status == 429 && answer.text == "Too Many Requests")
        let seconds = try #require(answer.fields["Retry-After"].flatMap { Int($0) })
        #expect((3500...3600).contains(seconds))
        #expect(answer.fields["X-Retry-In"]?.hasPrefix("59m") == true)
        try usher.reconfigure { $0.dynamicLines = ["    another: {loadBalancer: {servers: []}}"] }
        try eventually("the reload") { usher.log.contains("configuration reloaded") }
        #expect(try usher.get("/").status == 429)
        try usher.reconfigure { $0.middlewares = ["m: {rateLimit: {average: 1, period: 1h, burst: 2}}"] }
        try eventually("the new limit") { try usher.get("/").status == 200 }
    }

    @Test func aTokenThatIsNearIsWaitedFor() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "in") }
        let usher = try UsherProcess(setup(origin, "rateLimit: {average: 20, burst: 1}"))
        let client = try usher.client()
        var refused = 0
        for _ in 0..<20 {
            let status = try client.get("/").status
            #expect(status == 200 || status == 429)
            if status == 429 { refused += 1 }
            sleep(.milliseconds(26))
        }
        #expect(refused < 20 && origin.requests.count == 20 - refused)
    }

    /// Requests under way are counted over all loops and reloads, and out again however they end.
    @Test func requestsUnderWayAreLimited() throws {
        let gate = Gate()
        let origin = try ScriptedOrigin { request, reply in
            if request.target == "/slow" { try gate.pass() }
            try reply.respond(text: "in")
        }
        let usher = try UsherProcess(setup(origin, "inFlightReq: {amount: 2}"))
        let leaving = try usher.client()
        try leaving.sendHead("GET", "/slow")
        try origin.waitForRequests(1)
        let slow = Background { try usher.get("/slow").status }
        try origin.waitForRequests(2)
        let refused = try inParallel(8) { _ in try usher.get("/") }
        for answer in refused { #expect(answer.status == 429 && answer.text == "max connections reached: 2") }
        try usher.reconfigure { $0.dynamicLines = ["    another: {loadBalancer: {servers: []}}"] }
        try eventually("the reload") { usher.log.contains("configuration reloaded") }
        #expect(try usher.get("/").status == 429)
        let other = try usher.client()
        other.host = "other.example"
        #expect(try other.get("/").status == 200)
        leaving.reset()
        try eventually("the place to be free") { try usher.get("/").status == 200 }
        gate.open()
        #expect(try slow.value() == 200)
        let client = try usher.client()
        for _ in 0..<5 { #expect(try client.get("/").status == 200) }
    }

    /// A status that has no body sends none, so that the next response is found.
    @Test(arguments: [204, 304])
    func aRefusalMayHaveNoBody(status: Int) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "in") }
        let usher = try UsherProcess(
            setup(origin, "ipAllowList: {sourceRange: [10.0.0.0/8], rejectStatusCode: \(status)}"))
        let client = try usher.client()
        try client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        let first = try client.readResponse()
        #expect(first.status == status && first.fields["Content-Length"] == nil && first.body.isEmpty)
        #expect(try client.readResponse(to: "HEAD").status == status)
    }
}
