import Testing

extension MiddlewareScenarios {
    @Test func aFailingServiceIsLeftInPeace() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(502, text: "no") }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = [
            "c: {circuitBreaker: {expression: 'ResponseCodeRatio(500, 600, 0, 600) > 0.5', checkPeriod: 1ms, "
                + "fallbackDuration: 60s, responseCode: 504}}"
        ]
        let usher = try UsherProcess(setup)
        let first = try usher.client().get("/")
        #expect(first.status == 502)
        // Whichever loop they reach.
        for _ in 0..<8 {
            let answer = try usher.client().get("/")
            #expect(answer.status == 504 && answer.text == "Gateway Timeout")
        }
        #expect(origin.requests.count == 1)
    }
}
