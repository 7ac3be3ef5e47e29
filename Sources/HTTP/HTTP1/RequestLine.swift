/// Reads the first line of a request (RFC 9112 §3) and takes its target apart.
enum RequestLine {
    /// - Parameter range: the line without its CRLF.
    static func parse(_ bytes: RawSpan, _ range: Range<Int>, into head: RequestHead) -> HTTP1Error? {
        var position = range.lowerBound
        while position < range.upperBound, isTokenByte(bytes[at: position]) { position += 1 }
        let method = range.lowerBound..<position
        guard !method.isEmpty, position < range.upperBound, bytes[at: position] == 32 else {
            return .bad("request line does not start with a method and a space")
        }
        let targetStart = position + 1
        position = targetStart
        while position < range.upperBound, bytes[at: position] > 32, bytes[at: position] != 127 { position += 1 }
        let target = targetStart..<position
        guard !target.isEmpty, position < range.upperBound, bytes[at: position] == 32 else {
            return .bad("request target is empty or holds a byte that must be escaped")
        }
        if let error = version(bytes, position + 1..<range.upperBound, head) { return error }
        (head.methodName, head.method) = (Slice(method), self.method(bytes, method))
        return split(bytes, target, head)
    }

    private static func version(_ bytes: RawSpan, _ range: Range<Int>, _ head: RequestHead) -> HTTP1Error? {
        guard range.count == 8, isHTTP(bytes, range),
            bytes[at: range.lowerBound + 6] == 46
        else { return .bad("request line does not end with an HTTP version") }
        let (major, minor) = (bytes[at: range.lowerBound + 5] &- 48, bytes[at: range.lowerBound + 7] &- 48)
        guard major < 10, minor < 10 else { return .bad("HTTP version is not two digits") }
        guard major == 1 else { return HTTP1Error(status: 505, reason: "HTTP version \(major).\(minor)") }
        head.minorVersion = minor == 0 ? 0 : 1
        return nil
    }

    /// The version's name is case-sensitive (RFC 9112 §2.3).
    static func isHTTP(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
        let name: StaticString = "HTTP/"
        return name.withUTF8Buffer { letters in
            for offset in 0..<5 where unsafe bytes[at: range.lowerBound + offset] != letters[offset] { return false }
            return true
        }
    }

    private static func method(_ bytes: RawSpan, _ range: Range<Int>) -> Method {
        switch unsafe bytes.extracting(range).withUnsafeBytes({ unsafe String(decoding: $0, as: UTF8.self) }) {
        case "GET": .get
        case "HEAD": .head
        case "POST": .post
        case "PUT": .put
        case "DELETE": .delete
        case "OPTIONS": .options
        case "PATCH": .patch
        case "CONNECT": .connect
        case "TRACE": .trace
        default: .other
        }
    }

    /// The four forms of a target (RFC 9112 §3.2).
    private static func split(_ bytes: RawSpan, _ target: Range<Int>, _ head: RequestHead) -> HTTP1Error? {
        head.target = Slice(target)
        for position in target where bytes[at: position] == 35 { return .bad("request target holds a fragment") }
        if bytes[at: target.lowerBound] == 47 {
            splitQuery(bytes, target, head)
            return nil
        }
        if head.method == .connect {
            (head.authority, head.path) = (Slice(target), Slice(target.lowerBound..<target.lowerBound))
            return nil
        }
        if target.count == 1, bytes[at: target.lowerBound] == 42 {
            guard head.method == .options else { return .bad("target * with another method than OPTIONS") }
            head.path = Slice(target)
            return nil
        }
        return splitAbsolute(bytes, target, head)
    }

    private static func splitAbsolute(_ bytes: RawSpan, _ target: Range<Int>, _ head: RequestHead) -> HTTP1Error? {
        let schemes: [StaticString] = ["http://", "https://"]
        for scheme in schemes where target.count > scheme.utf8CodeUnitCount {
            let start = target.lowerBound + scheme.utf8CodeUnitCount
            guard equalIgnoringCase(bytes, target.lowerBound..<start, scheme) else { continue }
            var end = start
            while end < target.upperBound, bytes[at: end] != 47, bytes[at: end] != 63 { end += 1 }
            guard end > start else { return .bad("absolute target without a host") }
            head.authority = Slice(start..<end)
            splitQuery(bytes, end..<target.upperBound, head)
            return nil
        }
        return .bad("request target is neither a path nor an absolute URL")
    }

    private static func splitQuery(_ bytes: RawSpan, _ range: Range<Int>, _ head: RequestHead) {
        var mark = range.lowerBound
        while mark < range.upperBound, bytes[at: mark] != 63 { mark += 1 }
        head.path = Slice(range.lowerBound..<mark)
        if mark < range.upperBound { head.query = Slice(mark + 1..<range.upperBound) }
    }
}
