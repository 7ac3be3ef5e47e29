import Testing

extension HarnessTests {
    @Test func rangesAreHonoured() throws {
        let origin = try MediaOrigin()
        let client = try RawClient(port: origin.server.port)
        let part = try client.get("/film", range: "1000-2999")
        #expect(part.status == 206 && part.fields["Content-Range"] == "bytes 1000-2999/400000")
        expectBytes(part.body, at: 1000, count: 2000)
        let tail = try client.get("/film", range: "-5")
        expectBytes(tail.body, at: 399_995, count: 5)
        #expect(try client.get("/film", range: "400000-").fields["Content-Range"] == "bytes */400000")
        let whole = try client.get("/film")
        expectBytes(whole.body, count: 400_000)
        #expect(try client.head("/film").fields["Content-Length"] == "400000")
        #expect(origin.ranges == ["bytes=1000-2999", "bytes=-5", "bytes=400000-", "whole", "whole"])
        #expect(origin.server.connectionCount == 1)
    }

    @Test func conditionsAreHonoured() throws {
        let origin = try MediaOrigin()
        let client = try RawClient(port: origin.server.port)
        #expect(try client.get("/film", fields: ["If-None-Match": "\"v1\""]).status == 304)
        #expect(try client.get("/film", range: "0-9", fields: ["If-Range": "\"other\""]).status == 200)
        origin.changesVersion(afterRequests: 1)
        #expect(try client.get("/film", range: "0-9").fields["ETag"] == "\"v1\"")
        let changed = try client.get("/film", range: "0-9")
        #expect(changed.fields["ETag"] == "\"v2\"")
        expectBytes(changed.body, count: 10, of: 2)
    }

    @Test func everyLieIsToldAndSeen() throws {
        for lie in MediaObject.Lie.allCases {
            let origin = try MediaOrigin(MediaObject(lie: lie))
            let client = try RawClient(port: origin.server.port)
            let part = try client.get("/film", range: "0-999")
            let isHonest =
                part.isComplete && part.body.count == 1000 && part.fields["Content-Range"] == "bytes 0-999/400000"
                && PositionBytes.firstWrongIndex(in: part.body, at: 0) == nil
            #expect(part.status == 206 && !isHonest, "\(lie)")
        }
    }

    @Test func cutsGatesAndChunksWork() throws {
        let origin = try MediaOrigin(MediaObject(cutAt: 100_000))
        #expect(try RawClient(port: origin.server.port).get("/film").body.count == 100_000)
        #expect(try RawClient(port: origin.server.port).get("/film").defect != nil)
        let gate = Gate()
        origin.change { ($0.cutAt, $0.hold, $0.isChunked) = (nil, (position: 10_000, gate: gate), true) }
        let client = try RawClient(port: origin.server.port)
        try client.sendHead("GET", "/film")
        let head = try client.readHead()
        #expect(try client.reader.readLine() == "2710")
        #expect(!client.isClosed(within: .milliseconds(50)))
        gate.open()
        #expect(head.isChunked && head.contentLength == nil)
    }
}
