import Testing

extension CacheScenarios {
    /// A range that is none is ignored or refused, never put right.
    @Test func invalidRangesAreNeverPutRight() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        for range in ["bytes=9-5", "bytes=a-b", "bytes=-", "bytes=", "seconds=0-9", "bytes 0-9", "bytes=0-9-"] {
            let answer = try usher.get("/film", fields: ["Range": range])
            #expect([200, 400, 416].contains(answer.status), "\(range)")
            if answer.status == 200 { expectBytes(answer.body, count: 400_000) }
        }
        #expect(try usher.get("/film", fields: ["Range": "BYTES=0-9"]).status == 206)
    }

    /// An empty object is answered with nothing, and not with an error.
    @Test func anEmptyObjectIsEmpty() throws {
        let origin = try MediaOrigin(MediaObject(length: 0))
        let usher = try UsherProcess(.cached(origin.url))
        for _ in 0..<3 {
            let answer = try usher.get("/empty")
            #expect(answer.status == 200 && answer.body.isEmpty && answer.isComplete)
        }
        #expect([200, 416].contains(try usher.get("/empty", range: "0-").status))
    }

    /// Objects around the size of a chunk are whole.
    @Test(arguments: [1, 65_535, 65_536, 65_537, 131_072]) func edgesOfChunksAreNoEdges(length: Int) throws {
        let origin = try MediaOrigin(MediaObject(length: length))
        let usher = try UsherProcess(.cached(origin.url))
        expectBytes(try usher.get("/film").body, count: length)
        try usher.fill("/film")
        expectBytes(try usher.get("/film").body, count: length)
        expectBytes(try usher.get("/film", range: "-1").body, at: length - 1, count: 1)
    }
}
