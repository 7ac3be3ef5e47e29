import Testing

/// Debug builds allocate what release builds keep on the stack (`bench/counts` shows 0): a rise is a rise in both.
extension HotPathCounts {
    /// One wait, one read, the head, the bytes: nothing else.
    @Test func aCachedHit() throws {
        let origin = try MediaOrigin()
        let cost = try RequestCost(.cached(origin.url)) { client in
            let answer = try client.get("/film", range: "0-65535")
            #expect(answer.status == 206 && answer.body.count == 65_536)
        }
        #expect(cost.systemCalls < 4.5, "\(cost)")
        #expect(cost.allocations < 40, "\(cost)")
    }

    /// Two waits, two reads, two writes.
    @Test func aPassThroughRequest() throws {
        let origin = try ScriptedOrigin { _, reply in try reply.respond(text: "small") }
        let cost = try RequestCost(.passThrough(origin.url)) { client in
            let answer = try client.get("/api")
            #expect(answer.text == "small")
        }
        #expect(cost.systemCalls < 6.7, "\(cost)")
        #expect(cost.allocations < 35, "\(cost)")
    }
}
