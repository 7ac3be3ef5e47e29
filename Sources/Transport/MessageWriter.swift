internal import HTTP
internal import LinuxIO

/// Writes one message of HTTP/1 to a stream: its head, then the body that it pulls from a source, with its framing.
struct MessageWriter {
    enum Progress {
        /// Everything is with the kernel.
        case done
        /// The stream takes no more now.
        case blocked
        /// The source has nothing now.
        case waiting
        /// Enough for one turn; there is more to do.
        case again
        /// The source cannot finish the body.
        case sourceFailed
        case broken(Errno)
    }

    /// What frames the body on the wire.
    private enum Framing {
        case none
        /// So many bytes are still to come; the source may give neither more nor fewer.
        case length(UInt64)
        case chunked
        case untilClose
    }

    /// Bytes that one turn may hand over before others have theirs.
    private static let turnLimit = 512 << 10
    /// A body this small goes into the head's buffer, so that TLS makes one record of both, and a chunk leaves in one
    /// piece with its framing.
    private static let smallBody = 8 << 10

    private var framing = Framing.none
    private(set) var source: (any BodySource)?
    /// Bytes of the chunk whose size line is written and whose data is not.
    private var chunkLeft = 0
    /// A chunk's line end is still to be written.
    private var isInChunk = false
    private var sourceEnded = true
    /// Bytes of the body handed over so far, without framing.
    private(set) var bodyBytes: UInt64 = 0

    /// Begins a body; the head stands in the output already.
    mutating func begin(_ framing: BodyFraming, from source: (any BodySource)?) {
        self.framing =
            switch framing {
            case .none: .none
            case .length(let length): .length(length)
            case .chunked: .chunked
            case .untilClose: .untilClose
            }
        self.source = source
        (chunkLeft, isInChunk, bodyBytes) = (0, false, 0)
        sourceEnded = source == nil
        if case .length(0) = self.framing { sourceEnded = true }
        if case .none = self.framing { sourceEnded = true }
    }

    mutating func reset() {
        source = nil
        framing = .none
        sourceEnded = true
    }

    /// Whether there is a body that has not ended.
    var isPulling: Bool { !sourceEnded }

    /// Sends as much as the stream takes in one turn.
    mutating func pump(_ output: ByteBuffer, to stream: ByteStream) -> Progress {
        var budget = Self.turnLimit
        while true {
            if sourceEnded {
                if output.isEmpty { return .done }
                switch stream.send(output) {
                case .bytes: continue
                case .wouldBlock: return .blocked
                case .closed: return .broken(.brokenPipe)
                case .failed(let error): return .broken(error)
                }
            }
            guard budget > 0 else { return .again }
            switch step(output, stream, &budget) {
            case nil: continue
            case let progress?: return progress
            }
        }
    }

    /// One segment of the body, or part of it; nil to go on.
    private mutating func step(_ output: ByteBuffer, _ stream: ByteStream, _ budget: inout Int) -> Progress? {
        guard let source else { return .sourceFailed }
        if isInChunk, chunkLeft == 0 {
            output.append("\r\n")
            isInChunk = false
        }
        switch source.next() {
        case .wait:
            return flush(output, stream) ?? .waiting
        case .failed:
            return .sourceFailed
        case .end:
            return endBody(source, output)
        case .bytes(let buffer, let count):
            return sendBytes(buffer, frame(count, output), source, output, stream, &budget)
        case .extent(let extent, let offset, let count):
            let count = frame(min(count, budget), output)
            return flushBefore(output, stream)
                ?? took(stream.send(extent, from: offset, count: count), source, &budget)
        case .fill(let fill, let offset, let count):
            let count = frame(min(count, budget), output)
            return flushBefore(output, stream) ?? took(stream.send(fill, from: offset, count: count), source, &budget)
        }
    }

    /// Sends the output as far as possible; nil when it is empty.
    private func flush(_ output: ByteBuffer, _ stream: ByteStream, more: Bool = false) -> Progress? {
        while !output.isEmpty {
            switch stream.send(output, more: more) {
            case .bytes: continue
            case .wouldBlock: return .blocked
            case .closed: return .broken(.brokenPipe)
            case .failed(let error): return .broken(error)
            }
        }
        return nil
    }

    private func flushBefore(_ output: ByteBuffer, _ stream: ByteStream) -> Progress? {
        output.isEmpty ? nil : flush(output, stream, more: true)
    }

    /// Bytes in memory go out together with what stands before them.
    private mutating func sendBytes(
        _ buffer: ByteBuffer, _ count: Int, _ source: any BodySource, _ output: ByteBuffer, _ stream: ByteStream,
        _ budget: inout Int
    ) -> Progress? {
        if output.isEmpty { return took(stream.send(buffer, count: count), source, &budget) }
        if stream.isSecure || isInChunk && count <= Self.smallBody {
            guard count <= Self.smallBody, output.count + count <= 2 * Self.smallBody else {
                return flush(output, stream)
            }
            output.append(buffer, from: 0, count: count)
            noteTaken(count, source, &budget)
            return nil
        }
        let outcome = stream.send(output, then: buffer, count: count)
        guard case .bytes(let sent) = outcome else { return took(outcome, source, &budget) }
        let head = min(sent, output.count)
        output.consume(head)
        if sent > head { noteTaken(sent - head, source, &budget) }
        return nil
    }

    private mutating func took(_ outcome: TransferOutcome, _ source: any BodySource, _ budget: inout Int) -> Progress? {
        switch outcome {
        case .bytes(let count):
            noteTaken(count, source, &budget)
            return nil
        case .wouldBlock: return .blocked
        case .closed: return .broken(.brokenPipe)
        case .failed(let error): return .broken(error)
        }
    }

    private mutating func noteTaken(_ count: Int, _ source: any BodySource, _ budget: inout Int) {
        source.took(count)
        bodyBytes += UInt64(count)
        budget -= count
        switch framing {
        case .length(let left):
            framing = .length(left - UInt64(count))
            if left == UInt64(count) { sourceEnded = true }
        case .chunked: chunkLeft -= count
        case .none, .untilClose: break
        }
    }

    /// How many of `count` bytes may go next; writes a chunk's size line where one is due.
    private mutating func frame(_ count: Int, _ output: ByteBuffer) -> Int {
        switch framing {
        case .length(let left): return Int(min(UInt64(count), left))
        case .none, .untilClose: return count
        case .chunked:
            if chunkLeft == 0 {
                output.append(hexadecimal: UInt64(count))
                output.append("\r\n")
                (chunkLeft, isInChunk) = (count, true)
            }
            return min(count, chunkLeft)
        }
    }

    private mutating func endBody(_ source: any BodySource, _ output: ByteBuffer) -> Progress? {
        // A body shorter than was said would make the peer take the next message for its rest.
        if case .length = framing { return .sourceFailed }
        if case .chunked = framing {
            output.append("0\r\n")
            source.trailers?.writeFields(to: output)
            output.append("\r\n")
        }
        sourceEnded = true
        return nil
    }
}
