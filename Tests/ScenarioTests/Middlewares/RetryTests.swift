import LinuxIO
import Testing

extension MiddlewareScenarios {
    /// Answers in turn, then the last one again and again; each with the method, target and body that it saw.
    private func origin(answering statuses: Int...) throws -> ScriptedOrigin {
        let count = Locked(0)
        return try ScriptedOrigin { request, reply in
            let number = count.withLock { count in
                count += 1
                return count - 1
            }
            let status = statuses[min(number, statuses.count - 1)]
            try reply.respond(status, text: "\(request.method) \(request.target) \(request.text)")
        }
    }

    private func usher(_ options: String, _ servers: [String]) throws -> UsherProcess {
        var setup = Setup.passThrough(servers[0])
        setup.servers = servers
        setup.middlewares = ["r: {retry: {\(options)}}", "p: {addPrefix: {prefix: /in}}"]
        return try UsherProcess(setup)
    }

    @Test func anUnreachableServerIsNotTheLastWord() throws {
        let origin = try origin(answering: 200)
        let closed = "http://127.0.0.1:\(PortNumbers.unused())"
        let usher = try usher("attempts: 2", [closed, origin.url])
        for _ in 0..<4 {
            let answer = try usher.client().post("/x", Array("body".utf8))
            #expect(answer.status == 200 && answer.text == "POST /in/x body")
        }
        let once = try self.usher("attempts: 1", [closed, origin.url])
        let client = try once.client()
        let statuses = try (0..<4).map { _ in try client.get("/x").status }
        #expect(statuses.sorted() == [200, 200, 502, 502])
    }

    @Test func aBadAnswerIsAskedForAgain() throws {
        let origin = try origin(answering: 503, 502, 200)
        let usher = try usher("attempts: 3, status: ['502-503'], initialInterval: 1ms", [origin.url])
        let client = try usher.client()
        try client.sendHead("PUT", "/x", ["Transfer-Encoding": "chunked"])
        try client.send("4\r\nbody\r\n0\r\n\r\n")
        let answer = try client.readResponse(to: "PUT")
        #expect(answer.status == 200 && answer.text == "PUT /in/x body")
        #expect(origin.requests.count == 3)
    }

    @Test func theLastAnswerIsPassedOn() throws {
        let origin = try origin(answering: 503)
        let usher = try usher("attempts: 3, status: ['503']", [origin.url])
        let client = try usher.client()
        #expect(try client.get("/x").status == 503)
        #expect(origin.requests.count == 3)
        #expect(try client.post("/x", [1]).status == 503)
        #expect(origin.requests.count == 4)
    }

    @Test func aBodyTooLargeToKeepIs413() throws {
        let origin = try origin(answering: 200)
        let usher = try usher("attempts: 2, status: ['503'], maxRequestBodyBytes: 3", [origin.url])
        let client = try usher.client()
        try client.sendHead("PUT", "/x", ["Content-Length": "4"])
        try client.send("body")
        let answer = try client.readResponse(to: "PUT")
        #expect(answer.status == 413)
        #expect(origin.requests.isEmpty)
    }

    /// The connection of an answer that nobody wants may carry the next attempt.
    @Test func anAttemptOverTheConnectionOfTheLast() throws {
        let count = Locked(0)
        let origin = try ScriptedOrigin { _, reply in
            let isFirst = count.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst { try reply.respond(503) } else { try reply.respond(text: "whole") }
        }
        let usher = try usher("attempts: 2, status: ['503']", [origin.url])
        let answer = try usher.client().get("/x")
        #expect(answer.status == 200 && answer.text == "whole")
    }

    /// A body that a fallback keeps is there for another attempt, too.
    @Test func theBodyOutlivesAFallback() throws {
        let origin = try origin(answering: 200)
        let closed = "http://127.0.0.1:\(PortNumbers.unused())"
        var setup = Setup.passThrough(closed)
        setup.servers = [closed, origin.url]
        setup.middlewares = ["r: {retry: {attempts: 3}}"]
        setup.services = ["f: {failover: {service: origin, fallback: dead, errors: {status: ['500']}}}"]
        setup.services += ["dead: {loadBalancer: {servers: [{url: \"\(closed)\"}]}}"]
        setup.service = "f"
        let usher = try UsherProcess(setup)
        for _ in 0..<4 {
            let answer = try usher.client().post("/x", Array("body".utf8))
            #expect(answer.status == 200 && answer.text == "POST /x body")
        }
    }
}
