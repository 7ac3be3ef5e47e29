import Testing

extension CacheScenarios {
    /// The reader whose request began a fill goes away; those who follow it get everything.
    @Test(arguments: [true, false]) func aLeaderMayLeave(withReset: Bool) throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 200_000, gate: gate)))
        defer { gate.open() }
        let usher = try UsherProcess(.cached(origin.url))
        let leader = try usher.client()
        try leader.sendHead("GET", "/film")
        _ = try leader.readHead()
        expectBytes(try leader.reader.read(exactly: 100_000), count: 100_000)
        let follower = try usher.client()
        try follower.sendHead("GET", "/film")
        _ = try follower.readHead()
        expectBytes(try follower.reader.read(exactly: 130_000), count: 130_000)
        if withReset { leader.reset() } else { leader.close() }
        sleep(.milliseconds(50))
        gate.open()
        expectBytes(try follower.reader.read(exactly: 270_000), at: 130_000, count: 270_000)
    }

    /// Everybody leaves in the middle; what is stored by then is right, and the rest can still be had.
    @Test func everybodyMayLeave() throws {
        let origin = try MediaOrigin(MediaObject(length: 3_000_000))
        let usher = try UsherProcess(.cached(origin.url))
        for round in 0..<10 {
            let client = try usher.client()
            try client.sendHead("GET", "/film", ["Range": "bytes=\(round * 250_000)-"])
            _ = try client.readHead()
            expectNoWrongByte(try client.reader.read(exactly: 1 + round * 20_000), at: round * 250_000)
            if round % 2 == 0 { client.reset() } else { client.close() }
        }
        expectRight(try usher.get("/film"), length: 3_000_000)
        try usher.fill("/film")
        expectRight(try usher.get("/film"), length: 3_000_000)
    }

    /// Somebody who comes shortly after the last reader has left follows the same fill.
    @Test func aFillWaitsForTheNextReader() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 70_000, gate: gate)))
        defer { gate.open() }
        var setup = Setup.cached(origin.url)
        setup.cacheOptions = ["readerTimeout: 60s"]
        let usher = try UsherProcess(setup)
        let first = try usher.client()
        try first.sendHead("GET", "/film")
        _ = try first.readHead()
        expectBytes(try first.reader.read(exactly: 70_000), count: 70_000)
        first.reset()
        sleep(.milliseconds(100))
        let second = try usher.client()
        try second.sendHead("GET", "/film", ["Range": "bytes=65536-131071"])
        _ = try second.readHead()
        gate.open()
        expectBytes(try second.reader.read(exactly: 65_536), at: 65_536, count: 65_536)
        #expect(origin.ranges == ["whole"])
    }

    /// Of a chunk that has hardly begun nobody needs the rest: the origin's connection ends.
    @Test func aChunkThatHasHardlyBegunIsGivenUp() throws {
        let gate = Gate()
        let origin = try MediaOrigin(MediaObject(hold: (position: 70_000, gate: gate)))
        defer { gate.open() }
        var setup = Setup.cached(origin.url)
        setup.cacheOptions = ["readerTimeout: 1ms"]
        let usher = try UsherProcess(setup)
        let client = try usher.client()
        try client.sendHead("GET", "/film")
        _ = try client.readHead()
        expectBytes(try client.reader.read(exactly: 70_000), count: 70_000)
        client.reset()
        sleep(.milliseconds(200))
        gate.open()
        sleep(.milliseconds(200))
        // The chunk before it is stored, this one is asked for anew.
        #expect(try usher.get("/film", range: "0-65535").isHit)
        expectRight(try usher.get("/film", range: "65536-131071"))
        #expect(origin.ranges.count == 2)
    }
}
