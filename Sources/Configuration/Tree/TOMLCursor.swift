/// A place in a TOML document, and the small things that are read at one: spaces, comments, keys, words.
struct TOMLCursor: ByteScanner {
    let path: String
    let bytes: [UInt8]
    var offset = 0
    private var line = 1
    /// Characters of the line up to `counted`: so that a long line is counted once.
    private var characters = 0
    private var counted = 0

    init(_ text: String, path: String) {
        bytes = Array(text.utf8)
        self.path = path
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (offset, counted) = (3, 3) }
    }

    /// Line and column, in characters, of this place.
    mutating func source() -> ConfigSource {
        characters += bytes[counted..<offset].count { $0 & 0xC0 != 0x80 }
        counted = offset
        return .file(path: path, line: line, column: characters + 1)
    }

    func problem(_ message: String, at source: ConfigSource? = nil) -> ConfigProblem {
        var place = self
        return ConfigProblem(
            .error, at: source ?? place.source(), keyPath: "", message: "not valid TOML: \(message)")
    }

    mutating func expect(_ text: String) throws(ConfigProblem) {
        if !skip(text) { throw problem("expected \"\(text)\"") }
    }

    /// Takes the byte here, which has to be there.
    mutating func take() -> UInt8 {
        let byte = bytes[offset]
        offset += 1
        if byte == UInt8(ascii: "\n") { (line, characters, counted) = (line + 1, 0, offset) }
        return byte
    }

    // MARK: Between the tokens

    mutating func skipBlanks() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { offset += 1 }
    }

    /// Goes past a line's end; false where there is something else.
    mutating func skipLineEnd() -> Bool {
        if sees("\r\n") { offset += 1 }
        guard next == UInt8(ascii: "\n") else { return false }
        _ = take()
        return true
    }

    /// Goes past blanks, and a comment up to the line's end.
    mutating func skipComment() throws(ConfigProblem) {
        skipBlanks()
        guard next == UInt8(ascii: "#") else { return }
        while let byte = next, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r"), sees("\r\n") { return }
            guard byte >= 0x20 && byte != 0x7F || byte == 9 else { throw problem("a control character in a comment") }
            offset += 1
        }
    }

    /// Goes past blanks, comments and line ends.
    mutating func skipLines() throws(ConfigProblem) {
        repeat { try skipComment() } while skipLineEnd()
    }

    // MARK: Words

    /// A dotted key: its parts, and where each begins.
    mutating func key() throws(ConfigProblem) -> [(name: String, source: ConfigSource)] {
        var parts: [(name: String, source: ConfigSource)] = []
        repeat {
            skipBlanks()
            let start = source()
            parts.append((try keyPart(), start))
            guard parts.count <= ConfigTree.depthLimit else {
                throw problem("more than \(ConfigTree.depthLimit) levels")
            }
            skipBlanks()
        } while skip(".")
        return parts
    }

    private mutating func keyPart() throws(ConfigProblem) -> String {
        if sees("\"\"\"") || sees("'''") { throw problem("a key cannot have several lines") }
        if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") { return try string() }
        let name = word { isBareKeyByte($0) }
        if name.isEmpty { throw problem("expected a key") }
        return name
    }
}

/// Letters, digits, `-` and `_`.
private func isBareKeyByte(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == 45 || byte == 95
}
