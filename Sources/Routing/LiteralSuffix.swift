/// What every text ends with that the pattern of a host matches: of `^.+\.example\.com$` it is `.example.com`. Nil where
/// that cannot be told at a glance.
func literalSuffix(of pattern: String) -> [UInt8]? {
    let bytes = Array(pattern.utf8)
    // Flags, alternatives and quotes could give the end another meaning.
    guard bytes.last == UInt8(ascii: "$"), !bytes.contains(UInt8(ascii: "|")), !pattern.contains("(?"),
        !pattern.contains("\\Q")
    else { return nil }
    var suffix: [UInt8] = []
    var rest = bytes.dropLast()
    while let byte = rest.last {
        let isEscaped = rest.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
        if isEscaped {
            // Of other escapes, what was read already may be a part: `\x2d`.
            guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else { return nil }
        } else if !isLiteral(byte) {
            break
        }
        suffix.append(byte)
        rest = rest.dropLast(isEscaped ? 2 : 1)
    }
    return suffix.isEmpty ? nil : suffix.reversed()
}

/// A byte of a host that stands for itself in a pattern, outside of classes; inside of one it is not the last before
/// the end.
private func isLiteral(_ byte: UInt8) -> Bool {
    switch byte {
    case 45, 48...57, 95, 97...122: true
    default: false
    }
}
