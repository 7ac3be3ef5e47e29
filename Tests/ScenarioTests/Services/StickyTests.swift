import Testing

extension ServiceScenarios {
    private func pair(_ cookie: String) -> String { String(cookie.prefix { $0 != ";" }) }

    /// A client with its cookie stays where it was, and gets the cookie once.
    @Test func aCookieKeepsAClientWithItsServer() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let usher = try UsherProcess(.service(among: "s: {loadBalancer: {\(servers(a, b)), sticky: {cookie: {}}}}"))
        let client = try usher.client()
        let first = try client.get("/")
        let cookie = try #require(first.fields["Set-Cookie"])
        #expect(cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Lax") && cookie.hasPrefix("_"), "\(cookie)")
        for _ in 0..<5 {
            let again = try client.get("/", fields: ["Cookie": "x=y; \(pair(cookie))"])
            #expect(again.text == first.text && again.fields["Set-Cookie"] == nil)
        }
        let other = try client.get("/", fields: ["Cookie": "\(cookie.prefix { $0 != "=" })=nobody"])
        #expect(other.fields["Set-Cookie"] != nil)
    }

    @Test func attributesAreAsConfigured() throws {
        let a = try NamedOrigin("a")
        let options =
            "name: c d, secure: true, httpOnly: false, sameSite: none, maxAge: 60, path: /p, domain: a.example"
        let usher = try UsherProcess(
            .service(among: "s: {loadBalancer: {\(servers(a)), sticky: {cookie: {\(options)}}}}"))
        let cookie = try #require(try usher.get("/").fields["Set-Cookie"])
        #expect(cookie.hasPrefix("c_d="))
        #expect(cookie.hasSuffix("; Path=/p; Domain=a.example; Max-Age=60; Secure; SameSite=None"), "\(cookie)")
    }

    /// A cookie over services, and one over the servers of one of them.
    @Test func eachLevelHasItsCookie() throws {
        let (a, b, c) = (try NamedOrigin("a"), try NamedOrigin("b"), try NamedOrigin("c"))
        let usher = try UsherProcess(
            .service(
                among: "s: {weighted: {services: [{name: t}, {name: u}], sticky: {cookie: {name: out}}}}",
                "t: {loadBalancer: {\(servers(a, b)), sticky: {cookie: {name: in}}}}",
                "u: {loadBalancer: {\(servers(c)), sticky: {cookie: {name: in}}}}"))
        let client = try usher.client()
        for _ in 0..<4 {
            let first = try client.get("/")
            let cookies = first.fields.all("Set-Cookie").map(pair)
            #expect(cookies.map { $0.prefix { $0 != "=" } }.sorted() == ["in", "out"])
            let again = try client.get("/", fields: ["Cookie": cookies.joined(separator: "; ")])
            #expect(again.text == first.text && again.fields["Set-Cookie"] == nil)
        }
    }

    /// A client whose server is down gets another one, and the cookie for that.
    @Test func aServerThatIsDownGivesItsClientsUp() throws {
        let (a, b) = (try NamedOrigin("a"), try NamedOrigin("b"))
        let check = "healthCheck: {path: /health, interval: 50ms, timeout: 1s}"
        let usher = try UsherProcess(
            .service(among: "s: {loadBalancer: {\(servers(a, b)), sticky: {cookie: {}}, \(check)}}"))
        let first = try usher.get("/")
        let cookie = pair(try #require(first.fields["Set-Cookie"]))
        (first.text == "a" ? a : b).answer(500)
        try eventually("the other server to answer") {
            let next = try usher.get("/", fields: ["Cookie": cookie])
            return next.text != first.text && next.status == 200 && next.fields["Set-Cookie"] != nil
        }
    }
}
