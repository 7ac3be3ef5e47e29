import Glibc
import Testing

extension MiddlewareScenarios {
    /// A service that answers with the fields it got, one in a line, and sets a cookie of each kind.
    private func service() throws -> ScriptedOrigin {
        try ScriptedOrigin { request, reply in
            let lines = request.fields.lines.map { "\($0.name.lowercased()): \($0.value)" }
            let cookies = Fields([(name: "Set-Cookie", value: "sess=old"), (name: "Set-Cookie", value: "own=1")])
            try reply.respond(200, cookies, text: lines.joined(separator: "\n") + "\n\n" + request.text)
        }
    }

    private func usher(_ service: ScriptedOrigin, _ auth: ScriptedOrigin, _ options: String) throws -> UsherProcess {
        var setup = Setup.passThrough(service.url)
        setup.middlewares = ["m: {forwardAuth: {address: \"\(auth.url)/verify?a=1\", \(options)}}"]
        return try UsherProcess(setup)
    }

    /// As Authelia and Authentik document it: the server hears of the request, and its word on the user is the service's.
    @Test(arguments: [
        "authResponseHeaders: [Remote-User, Remote-Groups, X-authentik-username, Authorization, Missing]",
        "authResponseHeadersRegex: \"^(Remote-|X-Authentik-|Authorization|Missing)\"",
    ]) func theServerSaysWhoItIs(options: String) throws {
        let service = try service()
        let auth = try ScriptedOrigin { _, reply in
            let fields = Fields([
                (name: "Remote-User", value: "ann"), (name: "Remote-Groups", value: "a"),
                (name: "Remote-Groups", value: "b"), (name: "x-authentik-username", value: "ann"),
                (name: "Authorization", value: "Basic new"), (name: "X-Other", value: "no"),
                (name: "Content-Encoding", value: "none"),
            ])
            try reply.respond(200, fields, text: "welcome")
        }
        let usher = try usher(service, auth, options)
        let client = try usher.client()
        for number in 1...3 {
            let answer = try client.get(
                "/a?b=\(number)",
                fields: [
                    "remote-user": "root", "remote_user": "root", "Missing": "x", "Cookie": "c=d",
                    "Authorization": "Basic old",
                    "X-Forwarded-Uri": "/evil", "X-Forwarded-For": "9.9.9.9", "Connection": "Remote-User, X-Gone",
                    "X-Gone": "1", "If-None-Match": "\"x\"",
                ])
            let lines = answer.text.split(separator: "\n")
            for wanted in ["remote-user: ann", "remote-groups: a", "remote-groups: b", "authorization: Basic new"] {
                #expect(lines.contains { $0 == wanted }, "\(answer.text)")
            }
            #expect(lines.count { $0.hasPrefix("x-authentik-username: ann") } == 1)
            for unwanted in ["root", "missing", "x-other", "old", "x-gone", "evil", "9.9.9.9", "content-encoding"] {
                #expect(!answer.text.contains(unwanted), "\(unwanted): \(answer.text)")
            }
            let question = try auth.request(number - 1)
            #expect(question.method == "GET" && question.target == "/verify?a=1")
            let fields = question.fields
            #expect(fields["X-Forwarded-Method"] == "GET" && fields["X-Forwarded-Uri"] == "/a?b=\(number)")
            #expect(fields["X-Forwarded-For"] == "127.0.0.1" && fields["X-Forwarded-Host"] == "media.example")
            #expect(fields["X-Forwarded-Proto"] == "http" && fields["Host"] == "127.0.0.1:\(auth.port)")
            #expect(fields["Cookie"] == "c=d" && fields["Authorization"] == "Basic old")
            #expect(fields["If-None-Match"] == nil && fields["X-Gone"] == nil)
        }
        #expect(auth.connectionCount == 1)
    }

    @Test func onlySomeFieldsAreAsked() throws {
        let (service, auth) = (
            try service(),
            try ScriptedOrigin { _, reply in
                try reply.respond(204, ["Set-Cookie": "sess=new; Path=/", "X-Name": "ann"])
            }
        )
        let usher = try usher(
            service, auth,
            "authRequestHeaders: [Cookie, X-Custom], addAuthCookiesToResponse: [sess], headerField: X-Name")
        let answer = try usher.get("/", fields: ["Cookie": "a=b", "X-Custom": "1", "X-Else": "2"])
        #expect(answer.fields.all("Set-Cookie") == ["own=1", "sess=new; Path=/"])
        let fields = try auth.request(0).fields
        #expect(fields["Cookie"] == "a=b" && fields["X-Custom"] == "1" && fields["X-Else"] == nil)
    }

    /// What is not 2xx is the client's answer.
    @Test(
        arguments: [
            ("", 401, "/login?x=1", 401, "http://HOST/login?x=1", "denied"),
            ("", 302, "next", 302, "http://HOST/next", "denied"),
            ("", 302, "https://else.example/", 302, "https://else.example/", "denied"),
            ("preserveLocationHeader: true", 302, "/login", 302, "/login", "denied"),
            ("authSigninURL: \"https://login.example/?x\"", 401, "/", 302, "https://login.example/?x", ""),
            ("authSigninURL: \"https://login.example/?x\"", 403, "/", 403, "http://HOST/", "denied"),
            ("maxResponseBodySize: 6", 503, "/", 503, "http://HOST/", "denied"),
            ("maxResponseBodySize: 5", 503, "/", 401, nil, ""),
            ("", 304, "/", 304, "http://HOST/", ""),
        ] as [(String, Int, String, Int, String?, String)])
    func aDenialIsPassedOn(
        options: String, status: Int, location: String, seen: Int, place: String?, text: String
    ) throws {
        let service = try service()
        let auth = try ScriptedOrigin { _, reply in
            let fields: Fields = ["Location": location, "Set-Cookie": "a=1", "Keep-Alive": "x", "X-Why": "y"]
            try reply.respond(status, fields, text: status == 304 ? "" : "denied")
        }
        let usher = try usher(service, auth, options)
        let answer = try usher.get("/")
        #expect(answer.status == seen && answer.text == text && answer.isComplete)
        #expect(answer.fields["Location"] == place?.replacing("HOST", with: "127.0.0.1:\(auth.port)"))
        if seen == status { #expect(answer.fields["Set-Cookie"] == "a=1" && answer.fields["X-Why"] == "y") }
        #expect(answer.fields["Keep-Alive"] == nil)
        #expect(service.requests.isEmpty)
    }

    /// A server that is not there, says nothing that could be read, or goes away lets nobody in.
    @Test func faultsCloseTheWay() throws {
        let service = try service()
        let auth = try ScriptedOrigin { request, reply in
            switch request.fields["X-Fault"] {
            case "close": reply.close()
            case "reset": reply.reset()
            case "switch":
                try reply.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
            case "cut":
                try reply.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nxy")
                reply.reset()
            default: try reply.send("nonsense\r\n\r\n")
            }
        }
        let usher = try usher(service, auth, "preserveRequestMethod: true")
        for fault in ["close", "reset", "switch", "cut", "nonsense"] {
            let answer = try usher.client().post("/", Array("body".utf8), fields: ["X-Fault": fault])
            #expect(answer.status == 500 && answer.body.isEmpty, "\(fault): \(answer)")
        }
        auth.stop()
        #expect(try usher.get("/").status == 500)
        #expect(service.requests.isEmpty)
        #expect(try auth.request(0).method == "POST" && auth.request(0).fields["Content-Length"] == "0")
    }

    @Test(arguments: [false, true]) func theServerReadsTheBody(isChunked: Bool) throws {
        let (service, auth) = (try service(), try ScriptedOrigin { _, reply in try reply.respond(200) })
        let usher = try usher(service, auth, "forwardBody: true, maxBodySize: 10, preserveRequestMethod: true")
        let client = try usher.client()
        func post(_ text: String) throws -> Response {
            if !isChunked { return try client.post("/", Array(text.utf8)) }
            try client.sendHead("POST", "/", ["Transfer-Encoding": "chunked"])
            try client.send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n0\r\n\r\n")
            return try client.readResponse(to: "POST")
        }
        #expect(try post("ten bytes!").text.hasSuffix("\n\nten bytes!"))
        #expect(try auth.request(0).text == "ten bytes!" && auth.request(0).method == "POST")
        #expect(try client.get("/").status == 200)
        #expect(try auth.request(1).method == "GET")
        let refused = try post("eleven byte")
        #expect(refused.status == 401 && refused.body.isEmpty)
        #expect(service.requests.count == 2 && auth.requests.count == 2)
    }

    /// A client that goes away takes its question along; a slow server holds up nobody else.
    @Test func clientsLeaveWhileTheServerThinks() throws {
        let gate = Gate()
        let service = try service()
        let auth = try ScriptedOrigin { request, reply in
            if request.fields["X-Slow"] != nil { try gate.pass() }
            try reply.respond(200, ["Remote-User": "ann"])
        }
        let usher = try usher(service, auth, "authResponseHeaders: [Remote-User]")
        for count in 1...4 {
            let client = try usher.client()
            try client.sendHead("GET", "/", ["X-Slow": "1"])
            try auth.waitForRequests(count)
            client.reset()
        }
        let slow = Background { try usher.get("/", fields: ["X-Slow": "1"]).status }
        try auth.waitForRequests(5)
        #expect(try usher.get("/").status == 200)
        try usher.reconfigure { $0.middlewares = ["m: {addPrefix: {prefix: /x}}"] }
        try eventually("the reload") { usher.log.contains("configuration reloaded") }
        gate.open()
        #expect(try slow.value() == 200)
        #expect(service.requests.count == 2)
    }
}
