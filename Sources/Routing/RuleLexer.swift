/// Cuts a rule into tokens, as Go's scanner does for the little that rules use of it.
struct RuleLexer {
    enum Token: Equatable {
        case name(String)
        case string([UInt8])
        case open, close, comma, and, or, not
        /// A line ended where an expression could: what follows is no part of it.
        case lineEnd
        case end
    }

    private let bytes: [UInt8]
    private var position = 0
    private var mayEnd = false

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next token and the offset it starts at.
    mutating func next() throws(RuleError) -> (token: Token, offset: Int) {
        let endsLine = try skip()
        let offset = position
        let token = endsLine ? Token.lineEnd : try scan()
        switch token {
        case .name, .string, .close: mayEnd = true
        default: mayEnd = false
        }
        return (token, offset)
    }

    /// Skips white space and comments; true when a comment held the end of a line that is one.
    private mutating func skip() throws(RuleError) -> Bool {
        while let byte = peek {
            if byte == 32 || byte == 9 || byte == 13 || (byte == 10 && !mayEnd) {
                position += 1
            } else if bytes[position...].starts(with: "//".utf8) {
                position = bytes[position...].firstIndex(of: 10) ?? bytes.count
            } else if bytes[position...].starts(with: "/*".utf8) {
                if try skipComment(), mayEnd { return true }
            } else {
                return false
            }
        }
        return false
    }

    /// Skips a comment between `/*` and `*/`; true when a line ends in it.
    private mutating func skipComment() throws(RuleError) -> Bool {
        let start = position
        position += 2
        while position + 1 < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
                position += 2
                return bytes[start..<position].contains(10)
            }
            position += 1
        }
        throw RuleError(at: start, "the comment is not closed")
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func scan() throws(RuleError) -> Token {
        guard let byte = peek else { return .end }
        position += 1
        switch byte {
        case 10: return .lineEnd
        case UInt8(ascii: "("): return .open
        case UInt8(ascii: ")"): return .close
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "!"): return .not
        case UInt8(ascii: "&"), UInt8(ascii: "|"): return try doubled(byte)
        case UInt8(ascii: "`"): return .string(try raw())
        case UInt8(ascii: "\""): return .string(try quoted())
        case UInt8(ascii: "'"): throw RuleError(at: position - 1, "strings stand in backticks or double quotes")
        case _ where isNameByte(byte): return name()
        default: throw RuleError(at: position - 1, "unexpected character")
        }
    }

    private mutating func doubled(_ byte: UInt8) throws(RuleError) -> Token {
        guard peek == byte else {
            let sign = byte == UInt8(ascii: "&") ? "&&" : "||"
            throw RuleError(at: position - 1, "unexpected character; did you mean \(sign)?")
        }
        position += 1
        return byte == UInt8(ascii: "&") ? .and : .or
    }

    private mutating func name() -> Token {
        let start = position - 1
        while let byte = peek, isNameByte(byte) { position += 1 }
        return .name(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 97 && byte | 0x20 <= 122) || (byte >= 48 && byte <= 57) || byte == 95
    }

    /// What stands between backticks; carriage returns are dropped.
    private mutating func raw() throws(RuleError) -> [UInt8] {
        let start = position
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "`")) else {
            throw RuleError(at: start - 1, "the string is not closed")
        }
        position = end + 1
        return bytes[start..<end].filter { $0 != 13 }
    }

    private mutating func quoted() throws(RuleError) -> [UInt8] {
        let start = position - 1
        var result: [UInt8] = []
        while let byte = peek, byte != 10 {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return result
            case UInt8(ascii: "\\"): result += try escape()
            default: result.append(byte)
            }
        }
        throw RuleError(at: start, "the string is not closed")
    }

    /// What the escape after a backslash stands for.
    private mutating func escape() throws(RuleError) -> [UInt8] {
        let start = position - 1
        guard let byte = peek else { throw RuleError(at: start, "the string is not closed") }
        position += 1
        switch byte {
        case UInt8(ascii: "a"): return [7]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "v"): return [11]
        case UInt8(ascii: "\\"), UInt8(ascii: "\""): return [byte]
        case UInt8(ascii: "x"): return [UInt8(try number(digits: 2, radix: 16, from: start))]
        case UInt8(ascii: "u"): return try scalar(digits: 4, from: start)
        case UInt8(ascii: "U"): return try scalar(digits: 8, from: start)
        case 48...55:
            position -= 1
            let value = try number(digits: 3, radix: 8, from: start)
            guard let byte = UInt8(exactly: value) else { throw RuleError(at: start, "the escape is above \\377") }
            return [byte]
        default: throw RuleError(at: start, "unknown escape")
        }
    }

    private mutating func scalar(digits: Int, from start: Int) throws(RuleError) -> [UInt8] {
        guard let scalar = Unicode.Scalar(try number(digits: digits, radix: 16, from: start)) else {
            throw RuleError(at: start, "the escape names no character")
        }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func number(digits: Int, radix: Int, from start: Int) throws(RuleError) -> UInt32 {
        let part = bytes[position...].prefix(digits)
        // A leading sign would pass `UInt32.init`.
        guard part.count == digits, part.allSatisfy(isHexadecimal),
            let value = UInt32(String(decoding: part, as: UTF8.self), radix: radix)
        else { throw RuleError(at: start, "the escape needs \(digits) digits") }
        position += digits
        return value
    }
}
