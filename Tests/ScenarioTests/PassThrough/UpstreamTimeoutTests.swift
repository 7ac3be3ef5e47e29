import Testing

extension PassThroughScenarios {
    @Test func anUpstreamThatDoesNotAnswerIs504() throws {
        let gate = Gate()
        let origin = try ScriptedOrigin { _, _ in try gate.pass() }
        defer { gate.open() }
        var setup = Setup.passThrough(origin.url)
        setup.staticLines = ["serversTransport: {forwardingTimeouts: {responseHeaderTimeout: 200ms}}"]
        let usher = try UsherProcess(setup)
        let answer = try usher.get("/")
        #expect(answer.status == 504 && answer.text == "Gateway Timeout")
    }
}
