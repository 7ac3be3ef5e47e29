/// Strings, numbers, booleans and dates: all of them as text.
extension TOMLCursor {
    /// A string of any of the four kinds.
    mutating func string() throws(ConfigProblem) -> String {
        let start = source()
        var text: [UInt8] = []
        let mark = next
        if skip("\"\"\"") {
            _ = skipLineEnd()
            try readLines(&text, until: "\"\"\"", escapes: true, start)
        } else if skip("'''") {
            _ = skipLineEnd()
            try readLines(&text, until: "'''", escapes: false, start)
        } else {
            _ = take()
            while next != mark { try readCharacter(&text, escapes: mark == UInt8(ascii: "\""), start) }
            _ = take()
        }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func readLines(
        _ text: inout [UInt8], until end: String, escapes: Bool, _ start: ConfigSource
    ) throws(ConfigProblem) {
        while true {
            if skip(end) {
                // Up to two more marks belong to the text.
                for _ in 0..<2 where next == end.utf8.first { text.append(take()) }
                return
            }
            if skipLineEnd() {
                text.append(UInt8(ascii: "\n"))
            } else if escapes, skipsLineEnd() {
                continue
            } else {
                try readCharacter(&text, escapes: escapes, start)
            }
        }
    }

    /// Goes past a backslash at a line's end, and all blank space behind it.
    private mutating func skipsLineEnd() -> Bool {
        var ahead = self
        guard ahead.skip("\\") else { return false }
        ahead.skipBlanks()
        guard ahead.skipLineEnd() else { return false }
        repeat { ahead.skipBlanks() } while ahead.skipLineEnd()
        self = ahead
        return true
    }

    private mutating func readCharacter(
        _ text: inout [UInt8], escapes: Bool, _ start: ConfigSource
    ) throws(ConfigProblem) {
        guard let byte = next else { throw problem("a text without an end", at: start) }
        guard byte >= 0x20 && byte != 0x7F || byte == 9 else {
            throw byte == 10 || byte == 13
                ? problem("a text without an end", at: start) : problem("a control character in a text")
        }
        if byte == UInt8(ascii: "\\"), escapes { try readEscape(&text) } else { text.append(take()) }
    }

    private mutating func readEscape(_ text: inout [UInt8]) throws(ConfigProblem) {
        let place = self
        _ = take()
        guard let letter = next else { throw problem("a text without an end") }
        _ = take()
        switch letter {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(letter)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            var digits: [UInt8] = []
            for _ in 0..<(letter == UInt8(ascii: "u") ? 4 : 8) { if next != nil { digits.append(take()) } }
            guard digits.first != UInt8(ascii: "+"),
                let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
            else { throw place.problem("not the number of a character") }
            text += Array(String(Character(scalar)).utf8)
        default: throw place.problem("unknown escape; a backslash itself is \"\\\\\"")
        }
    }

    // MARK: Numbers and the like

    /// A boolean, a number or a date; numbers in decimal digits without underscores.
    mutating func plainValue() throws(ConfigProblem) -> String {
        let start = self
        var text = word(of: isValueByte)
        // A date and its time may stand apart.
        if text.utf8.count == 10, isDate(text), next == UInt8(ascii: " ") {
            var ahead = self
            _ = ahead.take()
            let time = ahead.word { ($0 >= 48 && $0 <= 58) || Array("Zz+-.".utf8).contains($0) }
            if !time.isEmpty { (text, self) = ("\(text) \(time)", ahead) }
        }
        if text.isEmpty { throw problem("expected a value") }
        let words = ["true", "false", "inf", "+inf", "-inf", "nan", "+nan", "-nan"]
        if words.contains(text) || isDate(text) || isTime(text) { return text }
        guard let number = TOMLNumber.decimal(text) else {
            throw start.problem("\"\(text.prefix(60))\" is no value; a text stands in quotes")
        }
        return number
    }

    /// Whether the text begins as `2026-01-02` does.
    private func isDate(_ text: String) -> Bool { begins(text, as: "0000-00-00") }

    /// Whether the text begins as `12:34:56` does.
    private func isTime(_ text: String) -> Bool { begins(text, as: "00:00:00") }

    private func begins(_ text: String, as form: String) -> Bool {
        text.utf8.count >= form.utf8.count
            && zip(text.utf8, form.utf8).allSatisfy { byte, wanted in
                wanted == 48 ? byte >= 48 && byte <= 57 : byte == wanted
            }
    }
}

/// What numbers, dates and words may be made of, and more: everything up to a blank or a mark.
private func isValueByte(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, 0x7F: false
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"), UInt8(ascii: "="): false
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: true
    }
}

/// The number forms of TOML.
enum TOMLNumber {
    /// The number in decimal digits; nil when the text is none.
    static func decimal(_ text: String) -> String? {
        let isHexadecimal = text.hasPrefix("0x")
        guard hasDigitsAroundUnderscores(text, hexadecimal: isHexadecimal) else { return nil }
        let plain = text.replacing("_", with: "")
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where plain.hasPrefix(prefix) {
            guard plain.dropFirst(2).utf8.first.map({ $0 != 43 && $0 != 45 }) == true else { return nil }
            return Int64(plain.dropFirst(2), radix: radix).map { "\($0)" }
        }
        let digits = plain.hasPrefix("+") || plain.hasPrefix("-") ? plain.dropFirst() : plain[...]
        guard let first = digits.utf8.first, first >= 48, first <= 57, let last = digits.utf8.last, last != 46 else {
            return nil
        }
        let hasLeadingZero = first == 48 && digits.utf8.dropFirst().first.map { $0 >= 48 && $0 <= 57 } == true
        guard !hasLeadingZero, digits.utf8.allSatisfy({ isNumberByte($0) }) else { return nil }
        if digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) { return Int64(plain).map { "\($0)" } }
        return Double(plain) == nil || digits.contains(".e") || digits.contains(".E") ? nil : plain
    }

    private static func hasDigitsAroundUnderscores(_ text: String, hexadecimal: Bool) -> Bool {
        let bytes = Array(text.utf8)
        let isDigit = { (byte: UInt8) in
            (byte >= 48 && byte <= 57) || (hexadecimal && byte | 0x20 >= 97 && byte | 0x20 <= 102)
        }
        return bytes.indices.allSatisfy { index in
            bytes[index] != 95
                || (index > 0 && index + 1 < bytes.count && isDigit(bytes[index - 1]) && isDigit(bytes[index + 1]))
        }
    }

    /// Digits, signs, the point and `e`.
    private static func isNumberByte(_ byte: UInt8) -> Bool {
        (byte >= 48 && byte <= 57) || byte == 46 || byte == 43 || byte == 45 || byte | 0x20 == 101
    }
}
