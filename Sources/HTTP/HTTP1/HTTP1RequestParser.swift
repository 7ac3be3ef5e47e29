package import LinuxIO

/// What became of the bytes so far.
package enum ParseOutcome: Equatable, Sendable {
    case needMore
    /// The head is read, and its bytes are taken out of the buffer.
    case complete
    case failed(HTTP1Error)
}

/// Reads request heads of HTTP/1 (RFC 9112), strictly: whatever could be read in two ways is refused.
package struct HTTP1RequestParser {
    private var end = HeadEnd()
    private var skippedLine = false
    private let limits: HeadLimits

    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Looks for a whole head at the front of `buffer`.
    package mutating func parse(_ buffer: ByteBuffer, into head: RequestHead) -> ParseOutcome {
        skipLeadingLine(buffer)
        switch buffer.withSpan({ end.find(in: $0, strict: true) }) {
        case .bareLineFeed: return .failed(.bad("line feed without carriage return"))
        case .needMore:
            return buffer.count > limits.bytes ? .failed(.tooLarge("head over \(limits.bytes) bytes")) : .needMore
        case .complete(let count):
            guard count <= limits.bytes else { return .failed(.tooLarge("head over \(limits.bytes) bytes")) }
            head.reset()
            head.storage.append(buffer, from: 0, count: count)
            head.holdsLinesOnly = false
            buffer.consume(count)
            skippedLine = false
            if let error = read(head) { return .failed(error) }
            return .complete
        }
    }

    /// One empty line before a request is forgiven (RFC 9112 §2.2).
    private mutating func skipLeadingLine(_ buffer: ByteBuffer) {
        guard !skippedLine, buffer.count >= 2, buffer[0] == 13, buffer[1] == 10 else { return }
        buffer.consume(2)
        skippedLine = true
        end.reset()
    }

    private func read(_ head: RequestHead) -> HTTP1Error? {
        var fields = head.fields
        head.fields = []
        let error = head.storage.withSpan { bytes -> HTTP1Error? in
            var lineEnd = 0
            while bytes[at: lineEnd] != 10 { lineEnd += 1 }
            if let error = RequestLine.parse(bytes, 0..<lineEnd - 1, into: head) { return error }
            return FieldLines.parse(bytes, lineEnd + 1..<bytes.byteCount - 2, limit: limits.fields, into: &fields)
        }
        head.fields = fields
        for field in fields { head.note(field.id) }
        return error ?? RequestMeaning.read(head)
    }
}
