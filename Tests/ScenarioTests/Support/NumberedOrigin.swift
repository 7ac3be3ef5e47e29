import LinuxIO

/// An origin that numbers its answers, so that one from a store is told by its text.
final class NumberedOrigin: Sendable {
    struct Answer: Sendable {
        var status = 200
        var fields: Fields = [:]
        /// Sent in chunks, without a length.
        var isChunked = false
        /// Fields of a 304 to a request that names the answer's ETag; nil for a whole answer then, too.
        var confirmation: Fields?
        /// Closes the connection instead of answering.
        var isDown = false
        /// Waits here before answering.
        var gate: Gate?
    }

    private let answer: Locked<Answer>
    let server: ScriptedOrigin

    /// - Parameter fields: of every answer, with a date of now.
    init(_ fields: Fields = [:], status: Int = 200, isChunked: Bool = false) throws {
        let answer = Locked(Answer(status: status, fields: fields, isChunked: isChunked))
        self.answer = answer
        let count = Locked(0)
        server = try ScriptedOrigin { request, reply in
            let answer = answer.withLock { $0 }
            try answer.gate?.pass()
            if answer.isDown { return reply.reset() }
            let number = count.withLock { count in
                count += 1
                return count
            }
            try Self.send(answer, number, to: request, reply)
        }
    }

    private static func send(
        _ answer: Answer, _ number: Int, to request: OriginRequest, _ reply: OriginReply
    ) throws {
        var fields = answer.fields
        if fields["Date"] == nil { fields.lines.append((name: "Date", value: httpDateNow())) }
        if let confirmation = answer.confirmation, let tag = request.fields["If-None-Match"], tag == fields["ETag"] {
            return try reply.head(304, confirmation)
        }
        let text = "answer \(number)\n"
        guard answer.isChunked, request.method == "GET" else {
            return try reply.respond(answer.status, fields, text: text)
        }
        fields.lines.append((name: "Transfer-Encoding", value: "chunked"))
        try reply.head(answer.status, fields)
        try reply.chunk(Array(text.utf8))
        try reply.lastChunk()
    }

    var url: String { server.url }
    var requests: [OriginRequest] { server.requests }

    /// Changes the answers from now on.
    func change(_ body: (inout Answer) -> Void) { answer.withLock { body(&$0) } }
}
