import Testing

extension CacheScenarios {
    /// Followers get what is there already while the origin holds the rest back.
    @Test func followersDoNotWaitForTheEnd() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 200_000, gate: gate)))
        defer { gate.open() }
        let usher = try UsherProcess(.cached(origin.url))
        let clients = try [usher.client(), usher.client(), usher.client()]
        for client in clients {
            try client.sendHead("GET", "/film")
            #expect(try client.readHead().status == 200)
            expectBytes(try client.reader.read(exactly: 130_000), count: 130_000)
        }
        gate.open()
        for client in clients {
            expectBytes(try client.reader.read(exactly: 270_000), at: 130_000, count: 270_000)
        }
        #expect(origin.sentBytes == 400_000)
    }

    /// A follower that needs bytes already there is answered whole.
    @Test func aFollowersRangeEndsBeforeTheFillDoes() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 200_000, gate: gate)))
        defer { gate.open() }
        let usher = try UsherProcess(.cached(origin.url))
        let leader = try usher.client()
        try leader.sendHead("GET", "/film")
        _ = try leader.readHead()
        expectBytes(try leader.reader.read(exactly: 130_000), count: 130_000)
        expectBytes(try usher.get("/film", range: "10000-119999").body, at: 10_000, count: 110_000)
    }
}
