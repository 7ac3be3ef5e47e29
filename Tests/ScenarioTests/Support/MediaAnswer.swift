import LinuxIO

/// One answer about a media object.
struct MediaAnswer {
    private var media: MediaObject
    private let request: OriginRequest
    private let reply: OriginReply
    private let sent: Locked<Int>

    /// - Parameter sent: counts the bytes of the object that go out.
    init(_ media: MediaObject, _ request: OriginRequest, _ reply: OriginReply, _ sent: Locked<Int>) {
        (self.media, self.request, self.reply, self.sent) = (media, request, reply, sent)
        self.media.object += Self.number(in: request.target)
    }

    /// The number at the end of a path; 0 without one.
    private static func number(in target: String) -> Int {
        let path = target.prefix { $0 != "?" }
        return path.lastIndex(of: "-").flatMap { Int(path[path.index(after: $0)...]) } ?? 0
    }

    func send() throws {
        reply.stall(media.delay)
        if media.status != 200 { return try reply.respond(media.status, media.description, text: "status\n") }
        guard request.method == "GET" || request.method == "HEAD" else { return try reply.respond(200, text: "ok\n") }
        if isUnchanged { return try reply.head(304, media.description) }
        guard let range = askedRange else { return try sendWhole() }
        if range.isEmpty {
            var fields = media.description
            fields.lines.append((name: "Content-Range", value: "bytes */\(media.length)"))
            return try reply.respond(416, fields)
        }
        try sendPart(range)
    }

    /// Whether the request's own validator says that it has this version (RFC 9110 §13.2.2).
    private var isUnchanged: Bool {
        if let tags = request.fields["If-None-Match"] { return media.etag.map { tags.contains($0) } ?? false }
        guard let date = request.fields["If-Modified-Since"] else { return false }
        return date == media.lastModified
    }

    /// Nil when the whole is to be sent.
    private var askedRange: Range<Int>? {
        guard request.method == "GET", !media.ignoresRange, let range = request.range else { return nil }
        if let condition = request.fields["If-Range"], condition != media.etag, condition != media.lastModified {
            return nil
        }
        return media.positions(range)
    }

    private func sendWhole() throws {
        var fields = media.description
        fields.lines.append(lengthLine(media.length))
        try reply.head(200, fields)
        if request.method == "GET" { try sendBody(0..<media.length) }
    }

    private func lengthLine(_ length: Int) -> (name: String, value: String) {
        media.isChunked
            ? (name: "Transfer-Encoding", value: "chunked") : (name: "Content-Length", value: "\(length)")
    }

    private func sendPart(_ asked: Range<Int>) throws {
        let plan = PartPlan(asked, of: media)
        var fields = media.description
        if let label = plan.label { fields.lines.append((name: "Content-Range", value: label)) }
        fields.lines.append(lengthLine(plan.statedLength))
        try reply.head(206, fields)
        try sendBody(plan.body)
        if plan.body.count != plan.statedLength { reply.close() }
    }

    private func sendBody(_ range: Range<Int>) throws {
        var start = range.lowerBound
        while start < range.upperBound {
            if let hold = media.hold, hold.position <= start { try hold.gate.pass() }
            if let cut = media.cutAt, start - range.lowerBound >= cut { return reply.close() }
            let end = nextStop(from: start, in: range)
            try sendPiece(start..<end)
            start = end
        }
        if media.isChunked { try reply.lastChunk() }
    }

    /// Where the next piece ends: at 32 KiB, at the gate, or at the cut.
    private func nextStop(from start: Int, in range: Range<Int>) -> Int {
        var stop = min(range.upperBound, start + 32 << 10)
        if let cut = media.cutAt { stop = min(stop, range.lowerBound + cut) }
        if let hold = media.hold, start < hold.position { stop = min(stop, hold.position) }
        return stop
    }

    private func sendPiece(_ range: Range<Int>) throws {
        let bytes = PositionBytes.bytes(range, of: media.object)
        reply.stall(media.pace)
        sent.withLock { $0 += bytes.count }
        if media.isChunked { try reply.chunk(bytes) } else { try reply.send(bytes) }
    }
}
