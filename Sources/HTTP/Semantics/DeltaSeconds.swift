/// A number of seconds in a field (RFC 9111 §1.2.2).
package enum DeltaSeconds {
    /// The greatest value: 2³¹, which the standard takes for "longer than anything".
    package static let maximum: UInt32 = 1 << 31

    /// The seconds of a whole field value such as `Age`'s, at most `maximum`; of a list, its first member's. nil when
    /// that is not made of digits alone.
    package static func parse(_ value: RawSpan) -> UInt32? {
        var scan = FieldScan(value)
        guard let number = scan.number(value) else { return nil }
        scan.skipSpace(value)
        guard scan.isAtEnd || scan.peek(value) == Octet.comma else { return nil }
        return UInt32(min(number, UInt64(maximum)))
    }

    /// The seconds at `range`, at most `maximum`; nil when there is no range, or other than digits in it.
    static func parse(_ range: Range<Int>?, _ bytes: RawSpan) -> UInt32? {
        guard let range else { return nil }
        var scan = FieldScan(bytes, in: range)
        guard scan.rest == range, let number = scan.number(bytes), scan.isAtEnd else { return nil }
        return UInt32(min(number, UInt64(maximum)))
    }
}
