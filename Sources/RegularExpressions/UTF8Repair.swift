/// Whether all of a text is UTF-8 (RFC 3629).
func isValidUTF8(_ text: RawSpan) -> Bool {
    var offset = 0
    while offset < text.byteCount {
        let length = sequenceLength(text, at: offset)
        guard length > 0 else { return false }
        offset += length
    }
    return true
}

/// The text with U+FFFD for each byte that is part of no valid sequence.
func repairedUTF8(_ text: RawSpan) -> [UInt8] {
    var result: [UInt8] = []
    var offset = 0
    while offset < text.byteCount {
        let length = sequenceLength(text, at: offset)
        if length == 0 { result += [0xef, 0xbf, 0xbd] }
        for position in offset..<offset + length { result.append(text[at: position]) }
        offset += max(length, 1)
    }
    return result
}

/// Bytes of the character at an offset, a byte that is no part of one being one; at least 1, also at the end.
func characterLength(_ text: RawSpan, at offset: Int) -> Int {
    offset < text.byteCount ? max(sequenceLength(text, at: offset), 1) : 1
}

/// Bytes of the character that begins at an offset: 1…4; 0 when none does.
private func sequenceLength(_ text: RawSpan, at offset: Int) -> Int {
    let lead = text[at: offset]
    // What the second byte may be keeps out overlong forms, surrogates, and what lies above U+10FFFF.
    let (length, second): (Int, ClosedRange<UInt8>) =
        switch lead {
        case 0x00...0x7f: (1, 0...0)
        case 0xc2...0xdf: (2, 0x80...0xbf)
        case 0xe0: (3, 0xa0...0xbf)
        case 0xed: (3, 0x80...0x9f)
        case 0xe1...0xef: (3, 0x80...0xbf)
        case 0xf0: (4, 0x90...0xbf)
        case 0xf1...0xf3: (4, 0x80...0xbf)
        case 0xf4: (4, 0x80...0x8f)
        default: (0, 0...0)
        }
    guard length > 1 else { return length }
    guard offset + length <= text.byteCount, second.contains(text[at: offset + 1]) else { return 0 }
    for position in offset + 2..<offset + length where text[at: position] & 0xc0 != 0x80 { return 0 }
    return length
}

extension RawSpan {
    fileprivate subscript(at offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < byteCount, "offset outside the text")
        return unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
