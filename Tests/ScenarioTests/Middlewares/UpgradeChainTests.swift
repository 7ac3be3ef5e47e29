import Testing

extension MiddlewareScenarios {
    /// A tunnel begins behind middlewares as well: they see its head, and leave its bytes alone.
    @Test func aTunnelPassesTheMiddlewares() throws {
        let origin = try ScriptedOrigin { request, reply in
            guard request.fields["Upgrade"] == "chat" else { return try reply.respond(503) }
            try reply.send(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\nServer: x\r\n\r\n")
            try reply.send("\(request.target) \(request.fields["X-New"] ?? "")")
            let heard = try reply.read(upTo: 100)
            try reply.send(heard)
            reply.close()
        }
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = [
            "h: {headers: {customRequestHeaders: {X-New: new}, customResponseHeaders: {Server: '', X-Out: out}}}",
            "p: {addPrefix: {prefix: /in}}", "c: {compress: {}}", "b: {buffering: {}}",
            "r: {retry: {attempts: 2, status: ['100-199', '500-599']}}",
            "k: {circuitBreaker: {expression: 'NetworkErrorRatio() > 0.9'}}",
        ]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.sendHead("GET", "/chat", ["Connection": "Upgrade", "Upgrade": "chat"])
        let head = try client.readHead()
        #expect(head.status == 101 && head.fields["X-Out"] == "out" && head.fields["Server"] == nil)
        #expect(try client.reader.read(exactly: 12) == Array("/in/chat new".utf8))
        try client.send("hello")
        #expect(try client.reader.read(exactly: 5) == Array("hello".utf8))
        #expect(client.isClosed())
    }
}
