/// Paths as they stand in a request's target, with `%XX` for what may not stand there (RFC 3986 §3.3).
package enum EscapedPath {
    /// The path with `%XX` for each byte that a path must not hold; escapes stay as they are.
    package static func escaping(_ path: [UInt8]) -> [UInt8] { path.flatMap { isAllowed($0) ? [$0] : escape($0) } }

    /// A plain text as a path: its `%`, too, stands for itself.
    package static func escapingText(_ text: [UInt8]) -> [UInt8] {
        text.flatMap { isAllowed($0) && $0 != UInt8(ascii: "%") ? [$0] : escape($0) }
    }

    private static func escape(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "%"), hexadecimal(byte >> 4), hexadecimal(byte & 15)]
    }

    /// The bytes that the path stands for; a `%` that begins no escape stands for itself.
    package static func unescaped(_ path: [UInt8]) -> [UInt8] {
        guard path.contains(UInt8(ascii: "%")) else { return path }
        var result: [UInt8] = []
        var position = 0
        while position < path.count {
            let (byte, width) = next(path, position)
            result.append(byte)
            position += width
        }
        return result
    }

    /// How many bytes of `path` stand for `prefix`; nil when the path does not begin with it.
    package static func length(of prefix: [UInt8], atStartOf path: [UInt8]) -> Int? {
        var position = 0
        for wanted in prefix {
            guard position < path.count else { return nil }
            let (byte, width) = next(path, position)
            guard byte == wanted else { return nil }
            position += width
        }
        return position
    }

    /// The byte that stands at `position`, and how many bytes say it.
    private static func next(_ path: [UInt8], _ position: Int) -> (byte: UInt8, width: Int) {
        let byte = path[position]
        guard byte == UInt8(ascii: "%"), position + 2 < path.count, let high = digit(path[position + 1]),
            let low = digit(path[position + 2])
        else { return (byte, 1) }
        return (high << 4 | low, 3)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        if byte &- 48 < 10 { return byte - 48 }
        let letter = byte | 0x20
        return letter >= 97 && letter <= 102 ? letter - 87 : nil
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }

    /// A URL with `%XX` for each byte that it must not hold at all, its delimiters as they are.
    package static func escapingURL(_ url: [UInt8]) -> [UInt8] {
        url.flatMap { byte in
            isAllowed(byte) || [35, 63, 91, 93].contains(byte) ? [byte] : escape(byte)
        }
    }

    /// A query as a client sent it, with `%XX` for each byte beyond ASCII: such a byte need not be part of any text.
    package static func escapingQuery(_ query: [UInt8]) -> [UInt8] {
        query.flatMap { $0 < 128 ? [$0] : escape($0) }
    }

    /// Unreserved bytes, sub-delimiters, `:`, `@`, `/` and the `%` of an escape.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        case 33, 36, 37, 38...47, 58, 59, 61, 64, 95, 126: true
        default: false
        }
    }
}
