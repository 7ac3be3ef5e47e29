internal import LinuxIO

/// Text that may come from outside, written so that it can neither end a line, nor leave its quotes, nor speak to the
/// terminal that shows it: controls, line separators and invisible signs such as those that turn the writing direction
/// are escaped.
enum OutsideText {
    enum Form {
        /// Inside quotes: `"` and `\` are escaped; unknown ones as `\x1b` or `\u202e`.
        case quoted
        /// A field that ends at a space: that and what `quoted` escapes.
        case bare
        /// Running text: quotes and spaces stay.
        case message
        /// Inside the quotes of JSON (RFC 8259 §7).
        case json
    }

    static func append(_ text: String, as form: Form, to buffer: ByteBuffer) {
        if text.utf8.allSatisfy({ isPlain($0) && (form != .bare || $0 != Octet.space) }) {
            return buffer.append(text: text)
        }
        for scalar in text.unicodeScalars { append(scalar, as: form, to: buffer) }
    }

    /// Whether `quoted` writes the text as it is and a reader can tell where it ends.
    static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isPlain($0) && $0 != Octet.space && $0 != Octet.equals }
    }

    /// Means itself in every form, but for the space in `bare`.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= Octet.space && byte < Octet.delete && byte != Octet.quote && byte != Octet.backslash
    }

    private static func append(_ scalar: Unicode.Scalar, as form: Form, to buffer: ByteBuffer) {
        switch scalar {
        case "\n": buffer.append("\\n")
        case "\r": buffer.append("\\r")
        case "\t": buffer.append("\\t")
        case "\\": buffer.append("\\\\")
        case "\"" where form != .message: buffer.append("\\\"")
        case " " where form == .bare: buffer.append("\\x20")
        default:
            if isSafe(scalar) {
                for byte in UTF8.encode(scalar)! { buffer.append(byte) }
            } else {
                escape(scalar, inJSON: form == .json, to: buffer)
            }
        }
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7f }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    private static func escape(_ scalar: Unicode.Scalar, inJSON: Bool, to buffer: ByteBuffer) {
        if !inJSON, scalar.isASCII {
            buffer.append("\\x")
            return append(hexadecimal: scalar.value, digits: 2, to: buffer)
        }
        if !inJSON, scalar.value > 0xffff {
            buffer.append("\\U")
            return append(hexadecimal: scalar.value, digits: 8, to: buffer)
        }
        // JSON has no longer form: what does not fit is a pair of surrogates.
        for unit in UTF16.encode(scalar)! {
            buffer.append("\\u")
            append(hexadecimal: UInt32(unit), digits: 4, to: buffer)
        }
    }

    private static func append(hexadecimal value: UInt32, digits: UInt32, to buffer: ByteBuffer) {
        for digit in (0..<digits).reversed() { buffer.append(hexadecimal: UInt64(value >> (4 * digit) & 0xf)) }
    }
}
