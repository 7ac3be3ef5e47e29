/// What a handler may do with the connection a request came on.
final class OriginReply {
    private let stream: PlainStream
    private let reader: MessageReader
    private let requestHead: Head
    private(set) var isFinished = false
    private(set) var wantsReset = false

    init(_ stream: PlainStream, _ reader: MessageReader, _ requestHead: Head) {
        (self.stream, self.reader, self.requestHead) = (stream, reader, requestHead)
    }

    // MARK: Exact bytes

    func send(_ text: String) throws { try stream.write(text) }

    func send(_ bytes: [UInt8]) throws { try stream.write(bytes, within: .seconds(30)) }

    /// Sends in pieces with a pause behind each.
    func dribble(_ bytes: [UInt8], pieces size: Int, every pause: Duration) throws {
        for start in stride(from: 0, to: bytes.count, by: size) {
            try send(Array(bytes[start..<min(bytes.count, start + size)]))
            sleep(pause)
        }
    }

    /// Sends nothing for a while.
    func stall(_ duration: Duration) { sleep(duration) }

    // MARK: Messages

    /// A status line with fields and the empty line.
    func head(_ status: Int, _ fields: Fields = [:]) throws {
        try send("HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n\(fields)\r\n")
    }

    /// An answer of known length; without its body for a HEAD request.
    func respond(_ status: Int = 200, _ fields: Fields = [:], body: [UInt8] = []) throws {
        var fields = fields
        fields.lines.append((name: "Content-Length", value: "\(body.count)"))
        try head(status, fields)
        if !requestHead.firstLine.hasPrefix("HEAD ") { try send(body) }
    }

    func respond(_ status: Int = 200, _ fields: Fields = [:], text: String) throws {
        try respond(status, fields, body: Array(text.utf8))
    }

    /// One chunk of a chunked body.
    func chunk(_ bytes: [UInt8]) throws {
        try send(Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10])
    }

    /// The end of a chunked body.
    func lastChunk(trailers: Fields = [:]) throws { try send("0\r\n\(trailers)\r\n") }

    private static let reasons = [
        100: "Continue", 101: "Switching Protocols", 103: "Early Hints", 200: "OK", 204: "No Content",
        206: "Partial Content", 304: "Not Modified", 404: "Not Found", 416: "Range Not Satisfiable",
        500: "Internal Server Error", 503: "Service Unavailable",
    ]

    // MARK: The request's body, and tunnels

    /// The body of this request, where the origin leaves it to its handler.
    func readBody() throws -> Body { try reader.readBody(of: requestHead, endsWithConnection: false) }

    /// Raw bytes from the client, at least one; empty at its end.
    func read(upTo count: Int) throws -> [UInt8] { try reader.read(upTo: count) }

    // MARK: Ends

    /// Ends our direction only.
    func shutdownWriting() { stream.shutdownWriting() }

    /// Closes behind this answer.
    func close() { isFinished = true }

    /// Breaks the connection.
    func reset() { (isFinished, wantsReset) = (true, true) }
}
