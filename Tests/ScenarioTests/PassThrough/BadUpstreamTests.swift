import Testing

extension PassThroughScenarios {
    private static let heads = [
        "garbage\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Le", "",
    ]

    /// What cannot be read as an answer is 502, never passed on.
    @Test func garbageIs502() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.send(Self.heads[Int(request.target.dropFirst())!])
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        let client = try usher.client()
        for (index, head) in Self.heads.enumerated() {
            let answer = try client.get("/\(index)")
            #expect(answer.status == 502 && answer.text == "Bad Gateway", "\(head)")
        }
    }

    private static let cuts = [
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n",
    ]

    /// A body that is cut is cut for the client too: it never ends as if it were whole.
    @Test func aCutBodyNeverEndsCleanly() throws {
        let origin = try ScriptedOrigin { request, reply in
            try reply.send(Self.cuts[Int(request.target.dropFirst())!])
            reply.close()
        }
        let usher = try UsherProcess(.passThrough(origin.url))
        for (index, cut) in Self.cuts.enumerated() {
            let answer = try usher.getUnlessCut("/\(index)")
            #expect(answer == nil || answer!.status == 502 || !answer!.isComplete, "\(cut)")
        }
    }
}
