/// The request fields that a response says it depends on (`Vary`, RFC 9110 §12.5.5), as far as a cache treats them
/// apart.
package struct VaryFields: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let origin = VaryFields(rawValue: 1 << 0)
    package static let acceptEncoding = VaryFields(rawValue: 1 << 1)
    /// Any other field, `*`, or something that is no field's name.
    package static let other = VaryFields(rawValue: 1 << 2)

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
                insert(.other)
                return
            }
            insert(VaryFields.field(name, line))
        }
    }

    private static func field(_ name: Range<Int>, _ line: RawSpan) -> VaryFields {
        if line.isWord("origin", at: name) { return .origin }
        if line.isWord("accept-encoding", at: name) { return .acceptEncoding }
        return .other
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
