internal import HTTP
internal import LinuxIO

/// What was understood of a connection's bytes.
struct Transcript: Equatable {
    /// Each head as text, then its body and trailers.
    var messages: [[String]] = []
    var error: HTTP1Error?
    /// Bytes that no message took.
    var unread = 0
}

/// Reads one message after the other from bytes that arrive in pieces.
struct WireReader {
    private var rest: ArraySlice<UInt8>
    private let pieces: [Int]
    private var arrived = 0
    private let buffer = ByteBuffer(capacity: 16)
    private var transcript = Transcript()

    /// - Parameter pieces: lengths, used over and over; none means that all arrives at once.
    init(_ wire: [UInt8], pieces: [Int]) { (rest, self.pieces) = (wire[...], pieces) }

    mutating func requests() -> Transcript {
        let head = RequestHead()
        var parser = HTTP1RequestParser()
        while complete({ parser.parse($0, into: head) }) {
            transcript.messages.append([meaning(of: head)])
            checkRewriting(head)
            guard body(head.framing) else { break }
        }
        return finish()
    }

    mutating func responses(to number: UInt8) -> Transcript {
        let method = Method(rawValue: number % (Method.other.rawValue + 1)) ?? .other
        let head = ResponseHead()
        var parser = HTTP1ResponseParser()
        while complete({ parser.parse($0, into: head, to: method) }) {
            transcript.messages.append([meaning(of: head)])
            checkRewriting(head, to: method)
            guard body(head.framing) else { break }
        }
        return finish()
    }

    private mutating func finish() -> Transcript {
        transcript.unread = buffer.count + rest.count
        return transcript
    }

    /// Whether there was another piece.
    private mutating func arrive() -> Bool {
        guard !rest.isEmpty else { return false }
        let count = pieces.isEmpty ? rest.count : pieces[arrived % pieces.count]
        arrived += 1
        buffer.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
        return true
    }

    private mutating func complete(_ parse: (ByteBuffer) -> ParseOutcome) -> Bool {
        while true {
            switch parse(buffer) {
            case .complete: return true
            case .needMore: if !arrive() { return false }
            case .failed(let error):
                transcript.error = error
                return false
            }
        }
    }

    /// Reads a body to its end; false when it has none in these bytes.
    private mutating func body(_ framing: BodyFraming) -> Bool {
        var decoder = BodyDecoder(framing)
        var body: [UInt8] = []
        while true {
            switch decoder.next(in: buffer) {
            case .data(let count):
                body += buffer.array.prefix(count)
                decoder.took(count, from: buffer)
            case .needMore:
                if arrive() { continue }
                note(body, nil)
                return false
            case .end:
                note(body, decoder.trailers)
                return true
            case .failed(let error):
                transcript.error = error
                note(body, nil)
                return false
            }
        }
    }

    private mutating func note(_ body: [UInt8], _ trailers: Trailers?) {
        let last = transcript.messages.count - 1
        transcript.messages[last].append("\(body)")
        if let trailers { transcript.messages[last] += lines(of: trailers) }
    }
}
