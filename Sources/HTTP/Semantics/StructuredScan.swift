/// Reads a dictionary of structured fields (RFC 9651 §4.2), as strictly as the standard asks: one fault, and the whole
/// field does not count.
struct StructuredScan {
    /// A member's value, as far as it is told apart here.
    enum Value: Equatable, Sendable {
        case integer(Int64)
        case boolean(Bool)
        /// Another type.
        case other
    }

    private var scan: FieldScan

    init(_ bytes: RawSpan) {
        // Only spaces may stand around a structured field, but the parser of heads has taken tabs away, too.
        scan = FieldScan(bytes)
    }

    /// Calls `body` with each member; false when the field is faulty.
    mutating func dictionary(_ bytes: RawSpan, _ body: (String, Value) -> Void) -> Bool {
        while !scan.isAtEnd {
            guard let key = key(bytes) else { return false }
            var value = Value.boolean(true)
            if scan.take(Octet.equals, bytes) {
                guard let read = scan.peek(bytes) == 0x28 ? innerList(bytes) : bareItem(bytes) else { return false }
                value = read
            }
            guard parameters(bytes) else { return false }
            body(key, value)
            scan.skipSpace(bytes)
            if scan.isAtEnd { return true }
            guard scan.take(Octet.comma, bytes) else { return false }
            scan.skipSpace(bytes)
            if scan.isAtEnd { return false }
        }
        return true
    }

    private mutating func key(_ bytes: RawSpan) -> String? {
        let first = scan.peek(bytes)
        guard first == Octet.star || first &- 0x61 < 26 else { return nil }
        var key: [UInt8] = []
        while Self.isKeyByte(scan.peek(bytes)) { key.append(scan.next(bytes)) }
        return String(decoding: key, as: UTF8.self)
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || FieldScan.isDigit(byte) || byte == 0x5F || byte == Octet.minus || byte == 0x2E
            || byte == Octet.star
    }

    private mutating func parameters(_ bytes: RawSpan) -> Bool {
        while scan.take(0x3B, bytes) {
            while scan.take(Octet.space, bytes) {}
            guard key(bytes) != nil else { return false }
            if scan.take(Octet.equals, bytes), bareItem(bytes) == nil { return false }
        }
        return true
    }

    private mutating func innerList(_ bytes: RawSpan) -> Value? {
        _ = scan.next(bytes)
        while true {
            while scan.take(Octet.space, bytes) {}
            if scan.take(0x29, bytes) { return .other }
            guard bareItem(bytes) != nil, parameters(bytes) else { return nil }
            let next = scan.peek(bytes)
            guard next == Octet.space || next == 0x29 else { return nil }
        }
    }

    // MARK: Items

    private mutating func bareItem(_ bytes: RawSpan) -> Value? {
        let first = scan.peek(bytes)
        switch first {
        case Octet.quote: return string(bytes) ? .other : nil
        case 0x3F: return boolean(bytes)
        case Octet.colon: return binary(bytes) ? .other : nil
        case 0x40:
            _ = scan.next(bytes)
            guard case .integer = number(bytes) else { return nil }
            return .other
        case Octet.star: return token(bytes)
        default:
            if first == Octet.minus || FieldScan.isDigit(first) { return number(bytes) }
            return (first | 0x20) &- 0x61 < 26 ? token(bytes) : nil
        }
    }

    private mutating func boolean(_ bytes: RawSpan) -> Value? {
        _ = scan.next(bytes)
        switch scan.next(bytes) {
        case 0x30: return .boolean(false)
        case 0x31: return .boolean(true)
        default: return nil
        }
    }

    /// An integer of at most 15 digits, or a decimal of at most 12 and 3.
    private mutating func number(_ bytes: RawSpan) -> Value? {
        let isNegative = scan.take(Octet.minus, bytes)
        let start = scan.position
        guard let value = scan.number(bytes) else { return nil }
        let digits = scan.position - start
        guard scan.take(0x2E, bytes) else {
            guard digits <= 15 else { return nil }
            return .integer(isNegative ? -Int64(value) : Int64(value))
        }
        let point = scan.position
        guard digits <= 12, scan.number(bytes) != nil, scan.position - point <= 3 else { return nil }
        return .other
    }

    private mutating func string(_ bytes: RawSpan) -> Bool {
        _ = scan.next(bytes)
        while true {
            switch scan.next(bytes) {
            case Octet.quote: return true
            case Octet.backslash:
                let escaped = scan.next(bytes)
                guard escaped == Octet.quote || escaped == Octet.backslash else { return false }
            case 0x20...0x7E: break
            default: return false
            }
        }
    }

    private mutating func binary(_ bytes: RawSpan) -> Bool {
        _ = scan.next(bytes)
        while true {
            switch scan.next(bytes) {
            case Octet.colon: return true
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, Octet.slash, Octet.equals: break
            default: return false
            }
        }
    }

    private mutating func token(_ bytes: RawSpan) -> Value? {
        while FieldScan.isTokenByte(scan.peek(bytes)) || scan.peek(bytes) == Octet.colon
            || scan.peek(bytes) == Octet.slash
        { _ = scan.next(bytes) }
        return .other
    }
}
