import Testing

extension MiddlewareScenarios {
    /// Middlewares of one route, a request's target, and the target that the upstream sees.
    @Test(arguments: [
        (["p: {addPrefix: {prefix: /base}}"], "/x?q=1", "/base/x?q=1"),
        (["p: {addPrefix: {prefix: base}}"], "/", "/base/"),
        (["p: {addPrefix: {prefix: '/a%2Fb c'}}"], "/x%2Fy", "/a%252Fb%20c/x%2Fy"),
        (["p: {stripPrefix: {prefixes: []}}", "c: {chain: {middlewares: []}}"], "/api/x", "/api/x"),
        (["p: {stripPrefix: {prefixes: [/api, /a]}}"], "/api/x", "/x"),
        (["p: {stripPrefix: {prefixes: [/api]}}"], "/apix?y", "/x?y"),
        (["p: {stripPrefix: {prefixes: [/api]}}"], "/api", "/"),
        (["p: {stripPrefix: {prefixes: [/api]}}"], "/other", "/other"),
        (["s: {stripPrefix: {prefixes: [/a]}}", "p: {addPrefix: {prefix: /b}}"], "/a/x", "/b/x"),
        (["p: {stripPrefix: {prefixes: [/a b]}}"], "/a%20b/c%20d", "/c%20d"),
        (["p: {stripPrefixRegex: {regex: ['/v[0-9]+/']}}"], "/v12/x", "/x"),
        (["p: {stripPrefixRegex: {regex: ['b']}}"], "/b/x", "/b/x"),
        (["p: {replacePath: {path: /fixed}}"], "/x?q", "/fixed?q"),
        (["p: {replacePathRegex: {regex: '^/a/(.*)', replacement: '/b/$1?c'}}"], "/a/x%20y?q", "/b/x%20y%3Fc?q"),
        (["p: {replacePathRegex: {regex: '^/a/(.*)', replacement: '/b/$1'}}"], "/other", "/other"),
        (["p: {addPrefix: {prefix: /b}}", "s: {stripPrefix: {prefixes: [/b/a]}}"], "/a/x", "/x"),
    ])
    func prefixesAreAddedAndStripped(middlewares: [String], target: String, seen: String) throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.target.utf8.count)\r\n\r\n\(request.target)")
        }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = middlewares
        let usher = try UsherProcess(setup)
        let answer = try usher.client().get(target)
        #expect(answer.status == 200 && answer.text == seen)
    }

    @Test func aReplacedPathIsToldUpstream() throws {
        let origin = try ScriptedOrigin { request, reply in
            let value = request.fields["X-Replaced-Path"] ?? "none"
            try reply.send("HTTP/1.1 200 OK\r\nContent-Length: \(value.utf8.count)\r\n\r\n\(value)")
        }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["p: {replacePath: {path: /fixed}}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.client().get("/a%20b?c").text == "/a%20b")
    }

    @Test func aStrippedPrefixIsToldUpstream() throws {
        let origin = try ScriptedOrigin { request, reply in
            let value = request.fields["X-Forwarded-Prefix"] ?? "none"
            try reply.send("HTTP/1.1 200 OK\r\nContent-Length: \(value.utf8.count)\r\n\r\n\(value)")
        }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["p: {stripPrefix: {prefixes: [/api]}}"]
        let usher = try UsherProcess(setup)
        #expect(try usher.client().get("/api/x").text == "/api")
        #expect(try usher.client().get("/x").text == "none")
    }
}
