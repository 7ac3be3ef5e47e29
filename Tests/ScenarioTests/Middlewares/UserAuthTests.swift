import Glibc
import Testing

extension MiddlewareScenarios {
    /// An origin that answers with what it is told of the user.
    private func origin() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            let (field, user) = (request.fields["Authorization"], request.fields["X-User"])
            try reply.respond(text: "\(field ?? "-") \(user ?? "-")")
        }
    }

    private func setup(_ origin: ScriptedOrigin, _ middleware: String) -> Setup {
        var setup = Setup.passThrough(origin.url)
        setup.middlewares = ["m: {\(middleware)}"]
        return setup
    }

    /// `password`, as bcrypt with few rounds, and as SHA-1.
    private static let bcrypt = "$2b$05$sLklDPdc6xi8HPYJl/zsJO21NHeGeHzqAb.MDEaiA3HfgUdLY.Kna"
    private static let sha = "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="
    /// `ann:password` and `bob:password`, and a wrong password of each.
    private static let (ann, bob) = ("Basic YW5uOnBhc3N3b3Jk", "Basic Ym9iOnBhc3N3b3Jk")
    private static let (notAnn, notBob) = ("Basic YW5uOnBhc3N3b3JL", "Basic Ym9iOnBhc3N3b3JL")

    @Test func onlyUsersComeIn() throws {
        let origin = try origin()
        let options = "users: [\"ann:\(Self.bcrypt)\"], usersFile: DIRECTORY/users"
        var setup = setup(origin, "basicAuth: {\(options)}")
        setup.files = ["users": Array("# comment\n\n bob:\(Self.sha)\r\n".utf8)]
        let usher = try UsherProcess(setup)
        for refused in [nil, "", "Basic", "Basic !", "Bearer x", Self.notAnn, Self.notBob, "Basic enVsdTp4"] {
            let answer = try usher.get("/", fields: refused.map { ["Authorization": $0] } ?? [:])
            #expect(answer.status == 401 && answer.text == "401 Unauthorized\n")
            #expect(answer.fields["WWW-Authenticate"] == "Basic realm=\"traefik\"")
            #expect(answer.fields["Content-Type"] == "text/plain")
        }
        #expect(origin.requests.isEmpty)
        let client = try usher.client()
        for user in [Self.ann, Self.bob, Self.ann] {
            #expect(try client.get("/", fields: ["Authorization": user]).text == "\(user) -")
        }
        let post = try client.post("/", Array("hello".utf8), fields: ["Authorization": Self.bob])
        #expect(post.status == 200 && origin.requests.last?.text == "hello")
        try usher.reconfigure { $0.files = ["users": []] }
        usher.signal(SIGHUP)
        try eventually("bob to be refused") { try client.get("/", fields: ["Authorization": Self.bob]).status == 401 }
        #expect(try client.get("/", fields: ["Authorization": Self.ann]).status == 200)
    }

    @Test func theServiceIsToldWhoItIs() throws {
        let origin = try origin()
        let options = "users: [\"ann:\(Self.sha)\"], realm: here, removeHeader: true, headerField: X-User"
        let usher = try UsherProcess(setup(origin, "basicAuth: {\(options)}"))
        let answer = try usher.get("/", fields: ["Authorization": Self.ann, "x-user": "root", "X_User": "root"])
        #expect(answer.text == "- ann")
        #expect(try origin.request(0).fields["X_User"] == nil)
        #expect(try usher.get("/").fields["WWW-Authenticate"] == "Basic realm=\"here\"")
    }

    /// Clients that go away while their passwords are hashed leave nothing behind, and others are served.
    @Test func clientsLeaveDuringHashing() throws {
        let origin = try origin()
        let slow = "$2b$12$abcdefghijklmnopqrstuuxr1RO4aYNb5HKCYXxULcJBwD0jBFfJe"
        let usher = try UsherProcess(setup(origin, "basicAuth: {users: [\"ann:\(slow)\", \"bob:\(Self.sha)\"]}"))
        for _ in 0..<40 {
            let client = try usher.client()
            try client.sendHead("GET", "/", ["Authorization": Self.notAnn])
            client.reset()
        }
        #expect(try usher.get("/", fields: ["Authorization": Self.bob]).status == 200)
        // More than may wait are told so, and never let in.
        let clients = try (0..<400).map { _ in try usher.client() }
        for client in clients { try client.sendHead("GET", "/", ["Authorization": Self.notAnn]) }
        let busy = clients.prefix(300).contains { client in
            client.reader.limit = .milliseconds(20)
            return (try? client.readResponse().status) == 503
        }
        #expect(busy || origin.requests.count == 1)
        for client in clients { client.reset() }
        #expect(origin.requests.count == 1)
    }

    /// A first request is challenged; what a client then says is good once.
    @Test func aDigestIsGoodOnce() throws {
        let origin = try origin()
        let users =
            "[\"test:traefik:a2688e031edb4be6a3797f3882655c05\", \"test:else:a2688e031edb4be6a3797f3882655c05\"]"
        let options = "users: \(users), removeHeader: true, headerField: X-User"
        let usher = try UsherProcess(setup(origin, "digestAuth: {\(options)}"))
        let client = try usher.client()
        let first = try client.get("/a?b=1")
        #expect(first.status == 401 && first.text == "401 Unauthorized\n")
        let challenge = try #require(first.fields["WWW-Authenticate"])
        var digest = try #require(DigestClient(challenge))
        #expect(challenge.hasPrefix("Digest realm=\"traefik\", nonce=\""))
        #expect(challenge.hasSuffix("\", algorithm=\"MD5\", qop=\"auth\""))
        func get(_ count: Int, uri: String = "/a?b=1", target: String = "/a?b=1") throws -> Response {
            try client.get(target, fields: ["Authorization": digest.field(count, uri: uri), "X-User": "root"])
        }
        #expect(try get(1).text == "- test")
        let again = try get(1)
        #expect(again.status == 401 && again.fields["WWW-Authenticate"]?.contains("stale") == false)
        #expect(try get(5).text == "- test")
        #expect(try get(4).fields["WWW-Authenticate"]?.contains(", stale=\"true\", algorithm") == true)
        #expect(try get(6, target: "/other").status == 401)
        #expect(try get(6).status == 200)
        let good = digest
        digest.secret = "00000000000000000000000000000000"
        #expect(try get(7).fields["WWW-Authenticate"]?.contains("stale") == false)
        digest = good
        digest.nonce = "AAAAAAAAAAAAAAAAAAAAAAAA"
        #expect(try get(7).fields["WWW-Authenticate"]?.contains("stale") == true)
        digest = good
        digest.opaque = "x"
        #expect(try get(7).status == 401)
        // Nonces outlive a reload that changes nothing of the middleware, on every loop.
        digest = good
        try usher.reconfigure { $0.dynamicLines = ["    another: {loadBalancer: {servers: []}}"] }
        try eventually("the reload") { usher.log.contains("configuration reloaded") }
        for count in 8..<16 {
            let fields: Fields = ["Authorization": digest.field(count, uri: "/a?b=1")]
            #expect(try usher.get("/a?b=1", fields: fields).status == 200)
        }
    }
}
