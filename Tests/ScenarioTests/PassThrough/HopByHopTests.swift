import Testing

extension PassThroughScenarios {
    /// What concerns one connection only stays on it, and so does what `Connection` names.
    @Test func fieldsOfAHopStayOnIt() throws {
        let origin = try ScriptedOrigin { _, reply in
            try reply.respond(
                200, ["Connection": "X-Back", "X-Back": "1", "Keep-Alive": "timeout=5", "Proxy-Authenticate": "Basic"])
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let answer = try usher.get(
            "/",
            fields: [
                "Connection": "keep-alive, X-Secret, X-Real-Ip", "X-Secret": "1", "Keep-Alive": "timeout=5",
                "Proxy-Connection": "keep-alive", "Proxy-Authorization": "Basic eDp5", "TE": "gzip",
                "Upgrade": "h2c", "X-Plain": "stays",
            ])
        let fields = try origin.request(0).fields
        for name in ["X-Secret", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Upgrade"] {
            #expect(fields[name] == nil, "\(name) went on")
        }
        #expect(fields["X-Plain"] == "stays" && fields["X-Real-Ip"] == "127.0.0.1")
        for name in ["X-Back", "Keep-Alive", "Proxy-Authenticate"] { #expect(answer.fields[name] == nil) }
    }

    /// `TE: trailers` is a wish that the upstream may hear.
    @Test func theWishForTrailersGoesOn() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond() }
        let usher = try UsherProcess(.passThrough(origin.url))
        _ = try usher.get("/", fields: ["TE": "trailers"])
        #expect(try origin.request(0).fields["TE"] == "trailers")
    }
}
