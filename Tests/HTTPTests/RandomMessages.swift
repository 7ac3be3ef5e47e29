@testable import HTTP

/// A request as it is meant, to be compared with what is read from its bytes.
struct RandomMessage {
    enum Framing { case none, length, chunked }

    var method: String
    var target: String
    var fields: [String] = []
    var framing: Framing
    var chunks: [[UInt8]] = []
    var trailers: [String] = []

    init(_ random: inout SeededRandom) {
        method = ["GET", "POST", "PUT", "OWN"].randomElement(using: &random)!
        target = ["/", "/a?b=c", "/%41/b", "http://x.example/y?"].randomElement(using: &random)!
        framing = [.none, .length, .chunked].randomElement(using: &random)!
        fields = Self.lines(&random)
        guard framing != .none else { return }
        chunks = (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.bytes(&random) }
        if framing == .chunked { trailers = Self.lines(&random) }
    }

    var body: [UInt8] { chunks.flatMap { $0 } }

    private static func lines(_ random: inout SeededRandom) -> [String] {
        (0..<Int.random(in: 0...3, using: &random)).map { number in
            "X-\(number): " + ["", "a", "a, b", "\"x\ty\"", "é"].randomElement(using: &random)!
        }
    }

    /// Line ends and digits among them, which framing must not mistake for its own.
    private static func bytes(_ random: inout SeededRandom) -> [UInt8] {
        (0..<Int.random(in: 1...40, using: &random)).map { _ in [13, 10, 48, 97, 255].randomElement(using: &random)! }
    }

    /// The request's bytes, with the liberties that the grammar gives.
    func wire(_ random: inout SeededRandom) -> [UInt8] {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: h\r\n" + fields.map { $0 + " \r\n" }.joined()
        switch framing {
        case .none: return Array((head + "\r\n").utf8)
        case .length:
            head += "Content-Length: \(body.count)\r\n\r\n"
            return Array(head.utf8) + body
        case .chunked:
            head += "transfer-encoding: Chunked\r\n\r\n"
            return Array(head.utf8) + chunked(&random)
        }
    }

    private func chunked(_ random: inout SeededRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        for chunk in chunks {
            let size = String(chunk.count, radix: 16, uppercase: Bool.random(using: &random))
            let line = ["", "0", "00"].randomElement(using: &random)! + size
            bytes += Array((line + (Bool.random(using: &random) ? ";x=\"y\"" : "") + "\r\n").utf8) + chunk + [13, 10]
        }
        return bytes + Array(("0\r\n" + trailers.map { $0 + "\r\n" }.joined() + "\r\n").utf8)
    }
}
