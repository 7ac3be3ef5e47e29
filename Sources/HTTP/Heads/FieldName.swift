/// A field's name, made once from configuration and compared by its bytes, whatever their case.
package struct FieldName: Sendable, Hashable {
    /// As it is written to HTTP/1.
    let spelling: [UInt8]
    let lowered: [UInt8]
    package let id: FieldID

    /// Nil when the text is not a token (RFC 9110 §5.1).
    package init?(_ text: String) {
        spelling = Array(text.utf8)
        guard !spelling.isEmpty, spelling.allSatisfy({ isTokenByte($0) }) else { return nil }
        lowered = spelling.map { lowerCased($0) }
        id = FieldNames.shared.id(of: spelling)
    }

    package var text: String { String(decoding: spelling, as: UTF8.self) }

    package static func == (left: Self, right: Self) -> Bool { left.lowered == right.lowered }
    package func hash(into hasher: inout Hasher) { hasher.combine(lowered) }
}

/// Whether every byte may stand in a field's value (RFC 9110 §5.5).
package func isFieldValue(_ text: String) -> Bool { text.utf8.allSatisfy { isFieldByte($0) } }

extension FieldNames {
    func id(of name: [UInt8]) -> FieldID { unsafe name.withUnsafeBytes { unsafe id(of: 0..<name.count, in: $0.bytes) } }
}
