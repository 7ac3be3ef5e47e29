package import LinuxIO

/// One spelling of field names for upstreams: a capital at the beginning and behind each hyphen, small letters elsewhere.
/// Names mean the same in any case (RFC 9110 §5.1), but some programs look for this one.
extension MessageHead {
    /// Appends one field as a line of HTTP/1, its name in that spelling.
    package func writeCanonical(_ field: Field, to buffer: ByteBuffer) {
        if field.id != .other {
            buffer.append(field.id.name)
        } else if withSpan(field.name, { isCanonical($0) }) {
            buffer.append(storage, from: Int(field.name.offset), count: Int(field.name.count))
        } else {
            withSpan(field.name) { appendCanonical($0, to: buffer) }
        }
        buffer.append(": ")
        buffer.append(storage, from: Int(field.value.offset), count: Int(field.value.count))
        buffer.append("\r\n")
    }

    private func isCanonical(_ name: RawSpan) -> Bool {
        var startsWord = true
        for offset in 0..<name.byteCount {
            let byte = name[at: offset]
            if canonicalByte(byte, startsWord: startsWord) != byte { return false }
            startsWord = byte == UInt8(ascii: "-")
        }
        return true
    }

    private func appendCanonical(_ name: RawSpan, to buffer: ByteBuffer) {
        var startsWord = true
        for offset in 0..<name.byteCount {
            let byte = name[at: offset]
            buffer.append(canonicalByte(byte, startsWord: startsWord))
            startsWord = byte == UInt8(ascii: "-")
        }
    }
}

extension FieldName {
    /// The same name in the spelling for upstreams and clients.
    package var canonical: FieldName {
        if id != .other { return FieldName(id.name.description)! }
        var startsWord = true
        let bytes = spelling.map { byte in
            defer { startsWord = byte == UInt8(ascii: "-") }
            return canonicalByte(byte, startsWord: startsWord)
        }
        return FieldName(String(decoding: bytes, as: UTF8.self))!
    }
}

@inline(__always)
private func canonicalByte(_ byte: UInt8, startsWord: Bool) -> UInt8 {
    let lower = lowerCased(byte)
    return startsWord && lower &- 97 < 26 ? lower & ~32 : lower
}
