import Testing

extension CacheScenarios {
    /// An origin may say that an object has more chunks than there are numbers for: its answers are passed on.
    @Test func anAbsurdLengthIsNotStored() throws {
        let first = 2_305_843_009_213_693_952
        let body = [UInt8](repeating: 7, count: 65_536)
        let origin = try ScriptedOrigin { _, reply in
            try reply.respond(
                206,
                [
                    "ETag": "\"v1\"", "Cache-Control": "max-age=60",
                    "Content-Range": "bytes \(first)-\(first + 65_535)/4611686018427387904",
                ], body: body)
        }
        let usher = try UsherProcess(.cached(origin.url))
        for _ in 0..<2 {
            let answer = try usher.get("/film", range: "\(first)-\(first + 65_535)")
            #expect(answer.status == 206 && answer.body == body && !answer.isHit)
        }
    }

    /// A first answer whose label is off by a few bytes must not put them at the wrong place.
    @Test(arguments: ["70000-70099", "70000-"])
    func aFirstPartLabelledElsewhereIsRefused(range: String) throws {
        let media = MediaObject()
        let origin = try ScriptedOrigin { request, reply in
            let asked = media.positions(request.fields["Range"] ?? "bytes=0-") ?? 0..<media.length
            try reply.respond(
                206,
                [
                    "ETag": "\"v1\"", "Cache-Control": "max-age=60",
                    "Content-Range": "bytes \(asked.lowerBound + 13)-\(asked.upperBound + 12)/\(media.length + 13)",
                ], body: [UInt8](repeating: 7, count: asked.count))
        }
        let usher = try UsherProcess(.cached(origin.url))
        #expect(try usher.get("/film", range: range).status == 502)
    }

    /// A switch of protocols that nobody asked for reaches no client, and its connection no other request.
    @Test func anUnaskedSwitchOfProtocolsIsRefused() throws {
        let origin = try ScriptedOrigin { request, reply in
            if request.target == "/switch" { return try reply.head(101, ["Connection": "Upgrade", "Upgrade": "x"]) }
            try reply.respond(text: "connection \(request.connection)")
        }
        let usher = try UsherProcess(.cached(origin.url))
        let client = try usher.client()
        #expect(try client.get("/switch").status == 502)
        #expect(try client.get("/next").text == "connection 1")
    }
}
