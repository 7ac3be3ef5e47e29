import LinuxIO
import Testing

extension ServiceScenarios {
    private static let check = "healthCheck: {path: /health, interval: 50ms, timeout: 1s}"

    /// A server that fails its checks gets no more requests until it passes them; without servers there is 503.
    @Test func checksDecideWhoIsAsked() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), \(Self.check)}}"))
        let client = try usher.client()
        #expect(Set(try (0..<4).map { _ in try client.get("/").text }) == ["a", "b"])
        a.answer(503)
        try eventually("a to be down") { usher.log.contains("server is down: it answers 503") }
        for _ in 0..<6 { #expect(try client.get("/").text == "b") }
        b.answer(404)
        try eventually("both to be down") { usher.log.contains("it answers 404") }
        let none = try client.get("/")
        #expect(none.status == 503 && none.text == "no available server\n")
        a.answer(204)
        try eventually("a to be up") { try client.get("/").status == 204 }
        #expect(usher.log.contains("server is up"))
    }

    /// What a check sends is as configured, and redirections are followed.
    @Test func aCheckIsSentAsConfigured() throws {
        let (place, seen) = (try NamedOrigin("place"), try NamedOrigin("seen"))
        place.answer(299)
        let url = place.origin.url
        let redirecting = try ScriptedOrigin { request, reply in
            try reply.respond(302, ["Location": "\(url)/health/there"])
        }
        let options = "path: /health?q, interval: 50ms, hostname: h.example, headers: {X-Check: yes}, method: HEAD"
        let usher = try UsherProcess(
            .service(
                among:
                    "s: {loadBalancer: {servers: [{url: \"\(redirecting.url)\"}], healthCheck: {\(options), status: 299}}}",
                "t: {loadBalancer: {\(servers(seen)), healthCheck: {\(options), port: \(redirecting.port), status: 302, followRedirects: false}}}"
            ))
        try redirecting.waitForRequests(4)
        let sent = try redirecting.request(0)
        #expect(sent.method == "HEAD" && sent.target == "/health?q" && sent.fields["Host"] == "h.example")
        #expect(sent.fields["X-Check"] == "yes")
        try place.origin.waitForRequests(1)
        #expect(place.checks[0].target == "/health/there" && seen.checks.isEmpty)
        #expect(!usher.log.contains("server is down"))
    }

    /// Requests go on while a server dies; only those that it had in hand may suffer.
    @Test func aServerDiesUnderLoad() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), \(Self.check)}}"))
        let isDown = Gate()
        let clients = Background {
            try inParallel(4) { _ in
                let client = try usher.client()
                for _ in 0..<50 { #expect(try client.get("/").status == 200) }
                try isDown.pass()
                return try (0..<50).map { _ in try client.get("/").text }
            }
        }
        try a.origin.waitForRequests(50)
        try eventually("the first requests to be over") { a.served.count + b.served.count >= 200 }
        a.origin.stop()
        try eventually("a to be down") { usher.log.contains("server is down") }
        isDown.open()
        #expect(try clients.value().allSatisfy { $0.allSatisfy { $0 == "b" } })
    }

    /// What is known stays over a reload; checks of what goes away end.
    @Test func checksOutliveReloads() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let service = "s: {loadBalancer: {\(servers(a, b)), \(Self.check)}}"
        let usher = try UsherProcess(.service(among: service))
        a.answer(500)
        try eventually("a to be down") { usher.log.contains("server is down") }
        for round in 1...5 {
            try usher.reconfigure { $0.services = [service, "t\(round): {loadBalancer: {}}"] }
            try eventually("reload \(round)") {
                usher.log.components("configuration reloaded") >= round
            }
            for _ in 0..<4 { #expect(try usher.get("/").text == "b") }
        }
        #expect(usher.log.components("server is down") == 1)
        try usher.reconfigure { $0.services = ["s: {loadBalancer: {\(servers(b))}}"] }
        try eventually("the last reload") { usher.log.components("configuration reloaded") >= 6 }
        sleep(.milliseconds(100))
        let checks = a.checks.count + b.checks.count
        sleep(.milliseconds(300))
        #expect(a.checks.count + b.checks.count == checks)
    }

    /// Requests that fail are what a passive check goes by.
    @Test func failuresTakeAServerOut() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        a.answer(500)
        let passive = "passiveHealthCheck: {failureWindow: 1h, maxFailedAttempts: 2}"
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), \(passive)}}"))
        let client = try usher.client()
        let statuses = try (0..<10).map { _ in try client.get("/").status }
        #expect(statuses.filter { $0 == 500 }.count == 2 && a.served.count == 2)
        b.origin.stop()
        for _ in 0..<2 { #expect(try client.get("/").status == 502) }
        #expect(try client.get("/").status == 503)
    }
}

extension String {
    /// How often a text occurs.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
