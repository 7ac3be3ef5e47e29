/// The text of a template, byte by byte.
struct TemplateScanner: ByteScanner {
    let bytes: [UInt8]
    var offset = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func skipSpace() { while let byte = next, isSpace(byte) { offset += 1 } }

    /// What stands before the next `{{`, whose other side is gone to, or up to the end.
    mutating func textUpToAction(trimsStart: Bool) -> (text: String, isBeforeAction: Bool) {
        if trimsStart { skipSpace() }
        let start = offset
        while !isAtEnd, !(next == UInt8(ascii: "{") && sees("{{")) { offset += 1 }
        var text = bytes[start..<offset]
        guard skip("{{") else { return (String(decoding: text, as: UTF8.self), false) }
        // A dash trims only with a space behind it; else it begins a number.
        if next == UInt8(ascii: "-"), offset + 1 < bytes.count, isSpace(bytes[offset + 1]) {
            offset += 2
            while let last = text.last, isSpace(last) { text.removeLast() }
        }
        return (String(decoding: text, as: UTF8.self), true)
    }

    /// Both count from 1, columns in characters.
    func lineAndColumn(of offset: Int) -> (line: Int, column: Int) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return (before.count { $0 == 10 } + 1, before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
}
