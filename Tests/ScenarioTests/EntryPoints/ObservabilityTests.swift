import Testing

extension EntryPointScenarios {
    /// An entry point says whether its requests are in the access log, and a router may say otherwise.
    @Test(arguments: [
        ("observability: {accessLogs: false}", "", false), ("observability: {accessLogs: false}", "true", true),
        ("asDefault: true", "false", false), ("asDefault: true", "", true),
    ])
    func requestsMayBeLeftOutOfTheLog(entryPoint: String, router: String, isLogged: Bool) throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        var setup = Setup.secure(origin.url)
        setup.rule = "Path(`/first`)"
        (setup.entryPointOptions, setup.staticLines) = ([entryPoint], ["accessLog: {}"])
        setup.routerOptions = router.isEmpty ? [] : ["observability: {accessLogs: \(router)}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.get("/first").status == 200)
        #expect(try usher.tlsClient().get("/last").status == 404)
        try eventually("the second request's line") { usher.log.contains("\"GET /last ") }
        #expect(usher.log.contains("\"GET /first ") == isLogged)
    }
}
