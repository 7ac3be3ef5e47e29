/// One wanted range as a client writes it (RFC 9110 §14.1.2), before the representation's length is known.
///
/// Numbers have no limit in the grammar: one too large for 64 bits becomes `UInt64.max`, which still means "beyond the
/// end".
package enum ByteRange: Equatable, Sendable {
    /// `a-b`: both ends included, `a` ≤ `b`.
    case closed(UInt64, UInt64)
    /// `a-`: to the end.
    case open(from: UInt64)
    /// `-n`: the last `n` bytes, or all when there are fewer.
    case suffix(UInt64)

    /// Where the range lies in a representation of `length` bytes; nil when it is unsatisfiable there.
    package func resolved(in length: UInt64) -> Range<UInt64>? {
        switch self {
        case .closed(let first, let last):
            first < length ? first..<(last < length ? last + 1 : length) : nil
        case .open(let first):
            first < length ? first..<length : nil
        case .suffix(let count):
            count > 0 && length > 0 ? (length - min(count, length))..<length : nil
        }
    }

    /// Reads one range-spec; nil when it is none, or ends before it begins.
    init?(_ scan: inout FieldScan, _ bytes: RawSpan) {
        let first = scan.number(bytes)
        guard scan.take(Octet.minus, bytes) else { return nil }
        switch (first, scan.number(bytes)) {
        case (let first?, let last?):
            guard first <= last else { return nil }
            self = .closed(first, last)
        case (let first?, nil):
            self = .open(from: first)
        case (nil, let count?):
            self = .suffix(count)
        case (nil, nil):
            return nil
        }
    }
}
