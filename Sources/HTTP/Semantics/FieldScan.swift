/// Reads a field value from left to right.
///
/// It holds positions only; every function is given the same bytes again, because a struct cannot keep a span. Nothing
/// here allocates, and no position ever passes the end.
struct FieldScan {
    /// Offset of the next unread byte.
    private(set) var position = 0
    /// One past the last byte to read.
    let end: Int

    /// Reads all of `bytes`, without the white space around it.
    init(_ bytes: RawSpan) {
        self.init(bytes, in: 0..<bytes.byteCount)
    }

    /// Reads the bytes at `range`, without the white space around them.
    init(_ bytes: RawSpan, in range: Range<Int>) {
        var (first, last) = (range.lowerBound, range.upperBound)
        while first < last, FieldScan.isSpace(bytes.octet(first)) { first += 1 }
        while first < last, FieldScan.isSpace(bytes.octet(last - 1)) { last -= 1 }
        (position, end) = (first, last)
    }

    var isAtEnd: Bool { position == end }
    /// What is left to read.
    var rest: Range<Int> { position..<end }

    /// The next byte, 0 at the end (a zero byte is in no field's grammar).
    func peek(_ bytes: RawSpan) -> UInt8 {
        position < end ? bytes.octet(position) : 0
    }

    /// Reads the next byte, 0 at the end.
    mutating func next(_ bytes: RawSpan) -> UInt8 {
        guard position < end else { return 0 }
        defer { position += 1 }
        return bytes.octet(position)
    }

    /// Reads `wanted` if it comes next.
    mutating func take(_ wanted: UInt8, _ bytes: RawSpan) -> Bool {
        guard position < end, bytes.octet(position) == wanted else { return false }
        position += 1
        return true
    }

    mutating func skip(to newPosition: Int) {
        position = max(position, min(newPosition, end))
    }

    /// Reads OWS.
    mutating func skipSpace(_ bytes: RawSpan) {
        while position < end, FieldScan.isSpace(bytes.octet(position)) { position += 1 }
    }

    /// Reads OWS, commas and empty list members (RFC 9110 §5.6.1.2).
    mutating func skipSeparators(_ bytes: RawSpan) {
        while position < end, FieldScan.isSpace(bytes.octet(position)) || bytes.octet(position) == Octet.comma {
            position += 1
        }
    }

    /// Reads a run of digits: its value, saturating at `UInt64.max`; nil without a digit.
    mutating func number(_ bytes: RawSpan) -> UInt64? {
        let first = position
        var value: UInt64 = 0
        while position < end, FieldScan.isDigit(bytes.octet(position)) {
            let digit = UInt64(bytes.octet(position) &- Octet.zero)
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = product.addingReportingOverflow(digit)
            value = tooLarge || overflow ? .max : sum
            position += 1
        }
        return position > first ? value : nil
    }

    /// Reads a token (RFC 9110 §5.6.2): where it stands; nil without one.
    mutating func token(_ bytes: RawSpan) -> Range<Int>? {
        let first = position
        while position < end, FieldScan.isTokenByte(bytes.octet(position)) { position += 1 }
        return position > first ? first..<position : nil
    }

    /// Reads a quoted string (RFC 9110 §5.6.4): where its content stands, escapes and all; nil, and nothing read, when
    /// none begins here or it does not end.
    mutating func quotedString(_ bytes: RawSpan) -> Range<Int>? {
        guard peek(bytes) == Octet.quote else { return nil }
        let first = position + 1
        var at = first
        while at < end, bytes.octet(at) != Octet.quote {
            at += bytes.octet(at) == Octet.backslash ? 2 : 1
        }
        guard at < end else { return nil }
        position = at + 1
        return first..<at
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == Octet.space || byte == Octet.tab }
    static func isDigit(_ byte: UInt8) -> Bool { byte &- Octet.zero < 10 }

    /// tchar of RFC 9110 §5.6.2.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        byte < 64 ? tokenBytesBelow64 >> byte & 1 == 1 : byte < 128 && tokenBytesFrom64 >> (byte &- 64) & 1 == 1
    }

    private static let tokenBytesBelow64: UInt64 = 0x03FF_6CFA_0000_0000
    private static let tokenBytesFrom64: UInt64 = 0x57FF_FFFF_C7FF_FFFE
}

/// The bytes that the grammars of field values name.
enum Octet {
    static let tab: UInt8 = 0x09
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let star: UInt8 = 0x2A
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let equals: UInt8 = 0x3D
    static let backslash: UInt8 = 0x5C
}

extension RawSpan {
    /// The byte at `offset`; bounds are checked.
    @inline(always) func octet(_ offset: Int) -> UInt8 {
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// Whether the bytes at `range` are `text`, which is in lower case, in any case of ASCII letters.
    func isWord(_ text: StaticString, at range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count {
            let byte = octet(range.lowerBound + offset)
            let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
            if unsafe folded != text.utf8Start[offset] { return false }
        }
        return true
    }

    /// Whether both hold the same bytes.
    func isSame(as other: RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        for offset in byteOffsets where octet(offset) != other.octet(offset) { return false }
        return true
    }
}
