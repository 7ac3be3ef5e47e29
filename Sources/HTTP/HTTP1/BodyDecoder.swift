package import LinuxIO

/// What stands at the front of a body's undecoded bytes.
package enum BodyEvent: Equatable, Sendable {
    /// So many bytes of the body, at the front of the buffer; `took` tells how many were used.
    case data(Int)
    case needMore
    /// The body is over, and its framing taken out of the buffer.
    case end
    case failed(HTTP1Error)
}

/// Takes the framing off a body (RFC 9112 §6, §7) in place: its bytes stay in the buffer until they are used.
package struct BodyDecoder {
    private enum State: Equatable {
        /// At the start of a chunk's size line. Next: `data`, or `trailers` after the last chunk.
        case chunkSize
        /// So many bytes of the body follow. Next: `chunkEnd`, or `end` where there are no chunks.
        case data(UInt64)
        /// The line end behind a chunk. Next: `chunkSize`.
        case chunkEnd
        /// Behind the last chunk. Next: `end`.
        case trailers
        /// Everything is body until the peer closes.
        case untilClose
        /// Nothing follows.
        case end
    }

    /// Bytes of a chunk's size line, extensions included.
    private static let sizeLineLimit = 4096
    private var state: State
    private let isChunked: Bool
    private var trailerBytes = 0
    /// The fields behind the last chunk that may be passed on (RFC 9110 §6.5.1); nil when there are none.
    package private(set) var trailers: Trailers?
    private let trailerLimit: Int

    package init(_ framing: BodyFraming, limits: HeadLimits = HeadLimits()) {
        trailerLimit = limits.bytes
        isChunked = framing == .chunked
        state =
            switch framing {
            case .none: .end
            case .length(let length): length == 0 ? .end : .data(length)
            case .chunked: .chunkSize
            case .untilClose: .untilClose
            }
    }

    package var isAtEnd: Bool { state == .end }

    /// What comes next; drops the framing in front of it. Without an answer to `data` through `took` it says the same
    /// again.
    package mutating func next(in buffer: ByteBuffer) -> BodyEvent {
        while true {
            switch state {
            case .end: return .end
            case .untilClose: return buffer.isEmpty ? .needMore : .data(buffer.count)
            case .data(let left):
                return buffer.isEmpty ? .needMore : .data(Int(clamping: min(left, UInt64(buffer.count))))
            case .chunkSize: if let event = readSize(buffer) { return event }
            case .chunkEnd: if let event = readChunkEnd(buffer) { return event }
            case .trailers: if let event = readTrailer(buffer) { return event }
            }
        }
    }

    /// `count` bytes of the last `data` are used: takes them out of the buffer.
    package mutating func took(_ count: Int, from buffer: ByteBuffer) {
        buffer.consume(count)
        guard case .data(let left) = state else { return }
        precondition(UInt64(count) <= left, "more of a body used than there is")
        let rest = left - UInt64(count)
        state = rest > 0 ? .data(rest) : isChunked ? .chunkEnd : .end
    }

    /// Bytes of the body that follow without any framing between them, when the body is one such run; nil when there is
    /// framing to take off.
    package var plainBytesLeft: UInt64? {
        switch state {
        case .data(let left) where !isChunked: left
        case .untilClose: .max
        default: nil
        }
    }

    /// `count` of `plainBytesLeft` went past the buffer.
    package mutating func skipped(_ count: Int) {
        guard case .data(let left) = state else { return }
        precondition(!isChunked && UInt64(count) <= left, "more of a body used than there is")
        state = left == UInt64(count) ? .end : .data(left - UInt64(count))
    }

    private mutating func readSize(_ buffer: ByteBuffer) -> BodyEvent? {
        guard let line = Self.line(in: buffer) else {
            return buffer.count > Self.sizeLineLimit ? .failed(.bad("chunk size line too long")) : .needMore
        }
        guard line <= Self.sizeLineLimit, let size = buffer.withSpan({ Self.size(in: $0, line: line) }) else {
            return .failed(.bad("malformed chunk size"))
        }
        buffer.consume(line + 2)
        state = size == 0 ? .trailers : .data(size)
        return nil
    }

    private mutating func readChunkEnd(_ buffer: ByteBuffer) -> BodyEvent? {
        guard buffer.count >= 2 else {
            return buffer.count == 1 && buffer[0] != 13 ? .failed(.bad("chunk longer than its size")) : .needMore
        }
        guard buffer[0] == 13, buffer[1] == 10 else { return .failed(.bad("chunk longer than its size")) }
        buffer.consume(2)
        state = .chunkSize
        return nil
    }

    /// Every trailer is checked for its form; one that would change what the message means is dropped.
    private mutating func readTrailer(_ buffer: ByteBuffer) -> BodyEvent? {
        guard let line = Self.line(in: buffer) else {
            return trailerBytes + buffer.count > trailerLimit ? .failed(.tooLarge("trailers too large")) : .needMore
        }
        if line == 0 {
            guard buffer[0] == 13 else { return .failed(.bad("line feed without carriage return")) }
            buffer.consume(2)
            state = .end
            return nil
        }
        trailerBytes += line + 2
        guard trailerBytes <= trailerLimit else { return .failed(.tooLarge("trailers too large")) }
        var fields: [Field] = []
        if let error = buffer.withSpan({ FieldLines.parse($0, 0..<line + 2, limit: 1, into: &fields) }) {
            return .failed(error)
        }
        if Trailers.mayPass(fields[0].id) { keep(fields[0], of: buffer) }
        buffer.consume(line + 2)
        return nil
    }

    private mutating func keep(_ field: Field, of buffer: ByteBuffer) {
        let kept = trailers ?? Trailers()
        kept.add(field, from: buffer)
        trailers = kept
    }

    /// Bytes before the first CRLF; a line feed alone ends no line, and is found by whoever reads it.
    private static func line(in buffer: ByteBuffer) -> Int? {
        buffer.withSpan { bytes in
            for position in 0..<bytes.byteCount where bytes[at: position] == 10 {
                return position > 0 && bytes[at: position - 1] == 13 ? position - 1 : position
            }
            return nil
        }
    }

    /// Hexadecimal digits, then nothing or an extension, then CRLF (RFC 9112 §7.1).
    private static func size(in bytes: RawSpan, line: Int) -> UInt64? {
        guard line + 1 < bytes.byteCount, bytes[at: line] == 13, bytes[at: line + 1] == 10 else { return nil }
        var size: UInt64 = 0
        var digits = 0
        while digits < line, let digit = hexadecimal(bytes[at: digits]) {
            guard digits < 15 else { return nil }
            size = size << 4 | UInt64(digit)
            digits += 1
        }
        guard digits > 0, digits == line || bytes[at: digits] == 59 else { return nil }
        for position in digits..<line where !isFieldByte(bytes[at: position]) { return nil }
        return size
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        if byte &- 48 < 10 { return byte &- 48 }
        let letter = lowerCased(byte) &- 97
        return letter < 6 ? letter + 10 : nil
    }
}
