import Testing

extension ServiceScenarios {
    private func failover(_ main: NamedOrigin, _ other: NamedOrigin, _ options: String, main check: String = "")
        -> Setup
    {
        .service(
            among: "s: {failover: {service: main, fallback: other, \(options)}}",
            "main: {loadBalancer: {\(servers(main))\(check)}}", "other: {loadBalancer: {\(servers(other))\(check)}}")
    }

    /// The fallback serves while the service is down, and not longer.
    @Test func aFallbackServesWhileAServiceIsDown() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(
            failover(a, b, "healthCheck: {}", main: ", healthCheck: {path: /health, interval: 50ms}"))
        #expect(try usher.get("/").text == "a")
        a.answer(500)
        try eventually("the fallback to answer") { try usher.get("/").text == "b" }
        a.answer(200)
        try eventually("the service to answer again") { try usher.get("/").text == "a" }
    }

    /// A bad answer, or none, sends the request to the fallback, body and all.
    @Test func aBadAnswerGoesToTheFallback() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(failover(a, b, "errors: {status: [500-504], maxRequestBodyBytes: 100}"))
        let client = try usher.client()
        #expect(try client.get("/").text == "a")
        a.answer(501)
        #expect(try client.get("/").text == "b")
        #expect(try client.post("/", Array("order".utf8)).text == "border")
        #expect(a.served.last?.text == "order" && b.served.last?.text == "order")
        a.answer(404)
        #expect(try client.get("/").status == 404)
        a.origin.stop()
        #expect(try client.post("/", Array("again".utf8)).text == "bagain")
        try client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        #expect(try client.readResponse(to: "POST").text == "babc")
        let large = try usher.client().post("/", [UInt8](repeating: 65, count: 101))
        #expect(large.status == 413 && large.text == "Request body too large\n")
    }

    /// Where nothing says how much may be kept, what is too much goes without a fallback.
    @Test func aVeryLargeBodyHasNoFallback() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(failover(a, b, "errors: {status: [500]}"))
        let body = [UInt8](repeating: 66, count: 17 << 20)
        #expect(try usher.client().post("/", body).body.count == body.count + 1)
        a.answer(500)
        #expect(try usher.client().post("/", body).status == 500)
        #expect(b.served.isEmpty)
    }

    /// Fallbacks of fallbacks: the innermost comes first.
    @Test func fallbacksNest() throws {
        let (a, b, c) = (try NamedOrigin("a"), try NamedOrigin("b"), try NamedOrigin("c"))
        let usher = try UsherProcess(
            .service(
                among: "s: {failover: {service: t, fallback: c, errors: {status: [500-599]}}}",
                "t: {failover: {service: a, fallback: b, errors: {status: [500-502]}}}",
                "a: {loadBalancer: {\(servers(a))}}", "b: {loadBalancer: {\(servers(b))}}",
                "c: {loadBalancer: {\(servers(c))}}"))
        let client = try usher.client()
        a.answer(500)
        #expect(try client.get("/").text == "b")
        b.answer(500)
        #expect(try client.get("/").text == "c")
        a.answer(503)
        #expect(try client.get("/").text == "c")
        #expect(b.served.count == 2)
    }
}
