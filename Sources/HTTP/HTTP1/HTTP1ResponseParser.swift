package import LinuxIO

/// Reads response heads of HTTP/1 (RFC 9112 §4), interim ones too.
package struct HTTP1ResponseParser {
    private var end = HeadEnd()
    private let limits: HeadLimits

    package init(limits: HeadLimits = HeadLimits()) { self.limits = limits }

    /// Looks for a whole head at the front of `buffer`.
    ///
    /// - Parameter method: the request's, which decides whether there is a body.
    package mutating func parse(_ buffer: ByteBuffer, into head: ResponseHead, to method: Method) -> ParseOutcome {
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
            if let error = read(head, to: method) { return .failed(error) }
            return .complete
        }
    }

    private func read(_ head: ResponseHead, to method: Method) -> HTTP1Error? {
        var fields = head.fields
        head.fields = []
        let error = head.storage.withSpan { bytes -> HTTP1Error? in
            var lineEnd = 0
            while bytes[at: lineEnd] != 10 { lineEnd += 1 }
            if let error = Self.statusLine(bytes, 0..<lineEnd - 1, head) { return error }
            return FieldLines.parse(bytes, lineEnd + 1..<bytes.byteCount - 2, limit: limits.fields, into: &fields)
        }
        head.fields = fields
        for field in fields { head.note(field.id) }
        return error ?? Self.meaning(of: head, to: method)
    }

    private static func statusLine(_ bytes: RawSpan, _ line: Range<Int>, _ head: ResponseHead) -> HTTP1Error? {
        let start = line.lowerBound
        guard line.count >= 12, RequestLine.isHTTP(bytes, line), bytes[at: start + 5] == 49, bytes[at: start + 6] == 46,
            bytes[at: start + 8] == 32, bytes[at: start + 7] == 48 || bytes[at: start + 7] == 49
        else { return .bad("not a status line of HTTP/1") }
        guard let status = parseDecimal(bytes, start + 9..<start + 12), status >= 100 else {
            return .bad("status is not a number from 100 to 999")
        }
        guard line.count == 12 || bytes[at: start + 12] == 32 else { return .bad("status is not three digits") }
        for position in line where !isFieldByte(bytes[at: position]) {
            return .bad("control character in a status line")
        }
        (head.status, head.minorVersion) = (Int(status), bytes[at: start + 7] == 48 ? 0 : 1)
        head.reason = Slice(min(start + 13, line.upperBound)..<line.upperBound)
        return nil
    }

    /// The order of RFC 9112 §6.3.
    private static func meaning(of head: ResponseHead, to method: Method) -> HTTP1Error? {
        let closes = head.hasToken("close", in: .connection)
        head.keepAlive = !closes && (head.minorVersion == 1 || head.hasToken("keep-alive", in: .connection))
        let hasNoBody = method == .head || head.hasNoBody
        let chunked = head.count(of: .transferEncoding) > 0
        if chunked, let error = checkCoding(of: head) { return error }
        switch length(of: head) {
        case .failure(let error): return error
        case .success(let length):
            if hasNoBody || method == .connect && head.status < 300 {
                head.framing = .none
            } else if chunked {
                head.framing = .chunked
                // A length beside the chunks is a guess about where the next response starts.
                if length != nil { head.keepAlive = false }
            } else {
                head.framing = length.map { .length($0) } ?? .untilClose
            }
            if head.framing == .untilClose { head.keepAlive = false }
            return nil
        }
    }

    private static func checkCoding(of head: ResponseHead) -> HTTP1Error? {
        guard head.count(of: .transferEncoding) == 1, let coding = head.first(.transferEncoding),
            head.equalsIgnoringCase(coding, "chunked")
        else { return .bad("transfer coding other than chunked") }
        return nil
    }

    /// Equal lengths may repeat; different ones are an error.
    private static func length(of head: ResponseHead) -> Result<UInt64?, HTTP1Error> {
        var known: UInt64?
        for field in head.fields where field.id == .contentLength {
            guard let length = head.decimal(field.value) else {
                return .failure(.bad("Content-Length is not a number"))
            }
            guard known == nil || known == length else { return .failure(.bad("different Content-Lengths")) }
            known = length
        }
        return .success(known)
    }
}
