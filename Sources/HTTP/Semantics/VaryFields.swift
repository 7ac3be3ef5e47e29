/// The request fields that a response says it depends on (`Vary`, RFC 9110 §12.5.5), as far as a cache treats them
/// apart.
package struct VaryFields: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let origin = VaryFields(rawValue: 1 << 0)
    package static let acceptEncoding = VaryFields(rawValue: 1 << 1)
    /// Other fields, whose values are compared byte by byte.
    package static let named = VaryFields(rawValue: 1 << 2)
    /// `*`, something that is no field's name, what tells persons apart, or what the origin gets to see otherwise than
    /// the client said it.
    package static let unusable = VaryFields(rawValue: 1 << 3)

    /// Of one field line.
    package init(_ line: RawSpan) {
        self = []
        add(line)
    }

    /// Takes in one more line of the same field.
    package mutating func add(_ line: RawSpan) {
        var scan = FieldScan(line)
        while true {
            scan.skipSeparators(line)
            if scan.isAtEnd { return }
            guard let name = scan.token(line) else {
                insert(.unusable)
                return
            }
            insert(VaryFields.field(name, line))
        }
    }

    private static func field(_ name: Range<Int>, _ line: RawSpan) -> VaryFields {
        if line.isWord("origin", at: name) { return .origin }
        if line.isWord("accept-encoding", at: name) { return .acceptEncoding }
        let isUnusable =
            line.isWord("*", at: name) || line.isWord("cookie", at: name) || line.isWord("authorization", at: name)
            || line.isWord("range", at: name) || line.isWord("host", at: name) || line.isWord("forwarded", at: name)
            || line.isWord("connection", at: name) || line.isWord("te", at: name) || line.isWord("upgrade", at: name)
            || line.isWord("x-real-ip", at: name) || line.begins("if-", name) || line.begins("x-forwarded-", name)
        return isUnusable ? .unusable : .named
    }

    /// The names in a field line, in lower case, but for `Accept-Encoding`, which every stored response answers alike.
    package static func names(in line: RawSpan) -> [String] {
        var scan = FieldScan(line)
        var names: [String] = []
        while true {
            scan.skipSeparators(line)
            guard let name = scan.token(line) else { return names }
            if line.isWord("accept-encoding", at: name) { continue }
            let bytes = name.map { lowerCased(line.octet($0)) }
            names.append(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension RawSpan {
    /// Whether the bytes at `range` begin with `text`, which is in lower case.
    fileprivate func begins(_ text: StaticString, _ range: Range<Int>) -> Bool {
        let count = text.utf8CodeUnitCount
        return range.count >= count && isWord(text, at: range.lowerBound..<range.lowerBound + count)
    }
}

/// `Content-Encoding` as a range cache sees it: offsets count coded bytes, so only uncoded bytes may be cut into chunks.
package enum ContentCoding {
    /// Whether a field line leaves the bytes as they are: empty, or `identity` alone.
    package static func isIdentity(_ line: RawSpan) -> Bool {
        let value = FieldScan(line).rest
        return value.isEmpty || line.isWord("identity", at: value)
    }
}
