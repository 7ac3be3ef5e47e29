/// What a `Range` field asks for (RFC 9110 §14.2): `bytes=0-499, 9500-, -500`.
///
/// It has meaning on GET only. A field that is not understood or not valid is as if it were not there, so reading one
/// gives a set or nil, never an error. The usual single range allocates nothing.
package struct RangeSet: Equatable, Sendable {
    /// The field's first range; mostly the only one.
    package let first: ByteRange
    /// The others, in the field's order.
    package let others: [ByteRange]

    /// Ranges and empty list members that a field may have. A field with more is ignored: no player asks that much at
    /// once, and a plain 200 gives the client its bytes at the cost of a plain GET.
    package static let maximumCount = 300

    package init(_ first: ByteRange, _ others: [ByteRange] = []) {
        self.first = first
        self.others = others
    }

    /// Reads a field value; nil when the field is to be ignored: another unit than `bytes`, anything outside the
    /// grammar, a range that ends before it begins, or too many.
    package init?(_ value: RawSpan) {
        var scan = FieldScan(value)
        guard let unit = scan.token(value), value.isWord("bytes", at: unit), scan.take(Octet.equals, value) else {
            return nil
        }
        var found: ByteRange?
        var more: [ByteRange] = []
        for _ in 0..<RangeSet.maximumCount {
            scan.skipSpace(value)
            if scan.peek(value) != Octet.comma, !scan.isAtEnd {
                guard let range = ByteRange(&scan, value) else { return nil }
                if found == nil { found = range } else { more.append(range) }
                scan.skipSpace(value)
            }
            if scan.isAtEnd { break }
            guard scan.take(Octet.comma, value) else { return nil }
        }
        guard let found, scan.isAtEnd else { return nil }
        self.init(found, more)
    }
}
