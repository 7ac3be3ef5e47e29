/// A byte of a token (RFC 9110 §5.6.2): letters, digits and a few signs.
@inline(__always)
func isTokenByte(_ byte: UInt8) -> Bool {
    // One bit for each of the first 128 bytes; a table in an array would be looked up through its initialiser each time.
    byte < 128 && (byte < 64 ? 0x03ff6cfa00000000 : 0x57ffffffc7fffffe) as UInt64 >> UInt64(byte & 63) & 1 == 1
}

/// A byte of a field value (RFC 9110 §5.5): anything but control characters; a tab is allowed.
@inline(__always)
func isFieldByte(_ byte: UInt8) -> Bool { byte >= 32 && byte != 127 || byte == 9 }

/// Whether `bytes[range]` is `text`, which is in lower case, whatever the case of the bytes.
func equalIgnoringCase(_ bytes: RawSpan, _ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { letters in
        for offset in 0..<range.count where unsafe lowerCased(bytes[at: range.lowerBound + offset]) != letters[offset] {
            return false
        }
        return true
    }
}

/// Digits only, at least one, within 64 bits; else nil.
func parseDecimal(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64? {
    guard !range.isEmpty else { return nil }
    var number: UInt64 = 0
    for offset in range {
        let digit = bytes[at: offset] &- 48
        guard digit < 10 else { return nil }
        let (product, over) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        guard !over, !carry else { return nil }
        number = sum
    }
    return number
}

/// `range` without spaces and tabs at its ends.
func trimmed(_ bytes: RawSpan, _ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, bytes[at: low] == 32 || bytes[at: low] == 9 { low += 1 }
    while low < high, bytes[at: high - 1] == 32 || bytes[at: high - 1] == 9 { high -= 1 }
    return low..<high
}

/// Calls `body` with each member of a comma-separated list, trimmed, empty ones left out, until it returns false.
func forEachMember(_ bytes: RawSpan, _ body: (Range<Int>) -> Bool) {
    var start = 0
    for end in 0...bytes.byteCount where end == bytes.byteCount || bytes[at: end] == 44 {
        let member = trimmed(bytes, start..<end)
        start = end + 1
        if !member.isEmpty, !body(member) { return }
    }
}

func listHasToken(_ bytes: RawSpan, _ token: StaticString) -> Bool {
    var found = false
    forEachMember(bytes) { member in
        found = equalIgnoringCase(bytes, member, token)
        return !found
    }
    return found
}
