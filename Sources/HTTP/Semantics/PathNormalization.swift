package import LinuxIO

/// One spelling for paths that mean the same (RFC 3986 §6.2.2), so that rules, middlewares and upstreams do not read
/// them differently. Paths are those of request targets: escaped, without query. What does not begin with `/` (the `*`
/// of OPTIONS) stays as it is.
package enum PathNormalization {
    /// Whether `normalizeEscapes` would change nothing; one pass, nothing allocated.
    package static func hasNormalEscapes(_ path: RawSpan) -> Bool {
        for offset in 0..<path.byteCount where !isPathByte(path[at: offset]) { return false }
        return true
    }

    /// Appends a path with `%XX` decoded where it stands for an unreserved character (`%7e` becomes `~`), other escapes
    /// in upper case (`%2f` becomes `%2F`), and bytes that may not stand in a path escaped (`"` becomes `%22`).
    ///
    /// False where a percent sign is not followed by two hexadecimal digits: the request deserves a 400. What was
    /// appended is then of no use.
    package static func normalizeEscapes(_ path: RawSpan, into result: ByteBuffer) -> Bool {
        var offset = 0
        while offset < path.byteCount {
            let byte = path[at: offset]
            offset += 1
            if byte == UInt8(ascii: "%") {
                guard offset + 2 <= path.byteCount, let high = hexadecimalDigit(path[at: offset]),
                    let low = hexadecimalDigit(path[at: offset + 1])
                else { return false }
                let value = high << 4 | low
                offset += 2
                isUnreserved(value) ? result.append(value) : appendEscape(value, to: result)
            } else if isPathByte(byte) {
                result.append(byte)
            } else {
                appendEscape(byte, to: result)
            }
        }
        return true
    }

    /// Whether `removeDotSegments` would change nothing; one pass, nothing allocated.
    package static func hasNoDotSegments(_ path: RawSpan) -> Bool {
        guard startsAtRoot(path) else { return true }
        var start = 1
        for offset in 1...path.byteCount
        where offset == path.byteCount || path[at: offset] == UInt8(ascii: "/") {
            let isLast = offset == path.byteCount
            switch Segment(path, start..<offset) {
            case .empty where isLast, .name: start = offset + 1
            default: return false
            }
        }
        return true
    }

    /// Appends a path without `.`, `..` and empty segments (RFC 3986 §5.2.4; the path never climbs above its root). A
    /// slash at the end stays, and none is added: `/a/..` is `/`, `/a/b/..` is `/a`.
    ///
    /// Escaped dots count only after `normalizeEscapes`; an escaped slash is part of its segment.
    package static func removeDotSegments(_ path: RawSpan, into result: ByteBuffer) {
        guard startsAtRoot(path) else { return result.append(path) }
        let base = result.count
        var start = 1
        for offset in 1...path.byteCount
        where offset == path.byteCount || path[at: offset] == UInt8(ascii: "/") {
            switch Segment(path, start..<offset) {
            case .empty, .current: break
            case .parent: dropSegment(of: result, behind: base)
            case .name:
                result.append(UInt8(ascii: "/"))
                result.append(path.extracting(start..<offset))
            }
            start = offset + 1
        }
        if result.count == base || path[at: path.byteCount - 1] == UInt8(ascii: "/") {
            result.append(UInt8(ascii: "/"))
        }
    }

    private static func dropSegment(of result: ByteBuffer, behind base: Int) {
        while result.count > base {
            let last = result[result.count - 1]
            result.dropLast(1)
            if last == UInt8(ascii: "/") { return }
        }
    }

    private static func startsAtRoot(_ path: RawSpan) -> Bool {
        path.byteCount > 0 && path[at: 0] == UInt8(ascii: "/")
    }

    private static func appendEscape(_ byte: UInt8, to result: ByteBuffer) {
        result.append(UInt8(ascii: "%"))
        result.append(hexadecimalText(byte >> 4))
        result.append(hexadecimalText(byte & 15))
    }
}

/// What stands between two slashes.
private enum Segment {
    case empty
    /// `.`
    case current
    /// `..`
    case parent
    case name

    init(_ path: RawSpan, _ range: Range<Int>) {
        switch range.count {
        case 0: self = .empty
        case 1 where path[at: range.lowerBound] == 46: self = .current
        case 2 where path[at: range.lowerBound] == 46 && path[at: range.lowerBound + 1] == 46: self = .parent
        default: self = .name
        }
    }
}

/// Letters, digits, `-`, `.`, `_`, `~` (RFC 3986 §2.3).
private func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 45, 46, 95, 126: true
    default: false
    }
}

/// What may stand in a path unescaped: unreserved characters, sub-delimiters, `:`, `@`, `/`; also brackets, which
/// clients send as they are.
private func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    // ! $ & ' ( ) * + , / : ; = @ [ ]
    case 33, 36, 38...44, 47, 58, 59, 61, 64, 91, 93: true
    default: isUnreserved(byte)
    }
}

/// 0…15 as a digit.
private func hexadecimalText(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }

func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}
