/// Go's patterns as the RE2 of Debian takes them: the two differ in little.
enum GoSyntax {
    /// Writes groups named `(?<name>…)` as `(?P<name>…)`, and refuses `\C`, which Go does not have.
    static func translated(_ pattern: String) throws(RegularExpressionError) -> String {
        guard pattern.utf8.contains(UInt8(ascii: "<")) || pattern.utf8.contains(UInt8(ascii: "C")) else {
            return pattern
        }
        var reader = Reader(rest: Array(pattern.utf8)[...])
        while !reader.rest.isEmpty { try reader.step() }
        return String(decoding: reader.result, as: UTF8.self)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>
        var result: [UInt8] = []

        /// Copies the next escape, class, head of a group or byte.
        mutating func step() throws(RegularExpressionError) {
            switch rest.first {
            case UInt8(ascii: "\\"): try escape()
            case UInt8(ascii: "["): characterClass()
            case UInt8(ascii: "(") where isNamedGroup:
                result += "(?P<".utf8
                rest.removeFirst(3)
            default: copy(1)
            }
        }

        /// `(?<` and a letter of a name: with `=` or `!` it would be a look-behind.
        private var isNamedGroup: Bool {
            guard rest.starts(with: "(?<".utf8), let next = rest.dropFirst(3).first else { return false }
            return next != UInt8(ascii: "=") && next != UInt8(ascii: "!")
        }

        private mutating func copy(_ count: Int) {
            result += rest.prefix(count)
            rest = rest.dropFirst(count)
        }

        /// `\Q…\E` as a whole; of others the backslash and what follows.
        private mutating func escape() throws(RegularExpressionError) {
            switch rest.dropFirst().first {
            case UInt8(ascii: "C"): throw RegularExpressionError(reason: "invalid escape sequence: \\C")
            case UInt8(ascii: "Q"):
                copy(2)
                while !rest.isEmpty, !rest.starts(with: "\\E".utf8) { copy(1) }
                copy(2)
            default: copy(2)
            }
        }

        /// `[…]`; a closing bracket right at its start, in an escape or in a `[:name:]` does not end it.
        private mutating func characterClass() {
            copy(rest.starts(with: "[^".utf8) ? 2 : 1)
            var isFirst = true
            while let byte = rest.first {
                if byte == UInt8(ascii: "]"), !isFirst { return copy(1) }
                isFirst = false
                if byte == UInt8(ascii: "\\") {
                    copy(2)
                } else if rest.starts(with: "[:".utf8), let end = nameEnd {
                    copy(end)
                } else {
                    copy(1)
                }
            }
        }

        /// Bytes up to and with the `:]` of a `[:name:]`.
        private var nameEnd: Int? {
            let letters = rest.dropFirst(2).prefix { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 || $0 == UInt8(ascii: "^") }
            return rest[letters.endIndex...].starts(with: ":]".utf8) ? letters.count + 4 : nil
        }
    }
}
