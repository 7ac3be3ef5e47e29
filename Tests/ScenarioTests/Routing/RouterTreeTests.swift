import Testing

extension RoutingScenarios {
    /// A router hands on what its middlewares made of a request, and nothing that it wants goes anywhere else.
    @Test func routersHandRequestsOn() throws {
        let origin = try ScriptedOrigin { request, reply in
            let text = "\(request.target) \(request.fields["X-Forwarded-Prefix"] ?? "-")"
            try reply.send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
        }
        var setup = Setup.passThrough(origin.url)
        setup.rule = "Path(`/unused`)"
        setup.middlewares = ["strip: {stripPrefix: {prefixes: [/p]}}", "more: {stripPrefix: {prefixes: [/a]}}"]
        setup.dynamicLines = ["    nobody: {loadBalancer: {servers: [{url: \"http://127.0.0.1:1\"}]}}"]
        setup.routers = [
            "parent: {rule: \"PathPrefix(`/p`)\", entryPoints: [web], middlewares: [strip]}",
            "whole: {rule: \"PathPrefix(`/p/`)\", parentRefs: [parent], service: nobody, priority: 9}",
            "inner: {rule: \"PathPrefix(`/a`)\", parentRefs: [parent], middlewares: [more]}",
            "leaf: {rule: \"Path(`/b`) && Query(`q`, `1`)\", parentRefs: [inner], service: origin}",
            "other: {rule: \"PathPrefix(`/`)\", entryPoints: [web], service: nobody, priority: 1}",
        ]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        let handedOn = try client.get("/p/a/b?q=1").text
        #expect(handedOn == "/b?q=1 /p, /a")
        #expect(try client.get("/p/a/b?q=2").status == 404)
        #expect(try client.get("/p/x").status == 404)
        #expect(try client.get("/x").status == 502)
    }

    /// Method, fields, query and the peer decide, whatever the client says of itself.
    @Test func rulesLookAtAllOfARequest() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        var setup = Setup.passThrough(origin.url)
        setup.rule =
            "Method(`GET`) && HeaderRegexp(`X-A`, `^b+$`) && QueryRegexp(`k`, `^v`) && ClientIP(`127.0.0.0/8`) "
            + "&& !Header(`X-Forwarded-Proto`, `https`) && HostRegexp(`^.+[.]example$`) && PathRegexp(`(?i)^/API`)"
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        let forged: Fields = ["X-A": "bb", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"]
        #expect(try client.get("/api?k=%76", fields: forged).status == 200)
        #expect(try client.get("/api?k=%76", fields: ["X-A": "bc"]).status == 404)
        #expect(try client.get("/api?k=w", fields: ["X-A": "bb"]).status == 404)
        #expect(try client.get("/ap?k=v", fields: ["X-A": "bb"]).status == 404)
    }
}
