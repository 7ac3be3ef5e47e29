/// What a client says in `Authorization: Basic …` (RFC 7617).
package struct BasicCredentials: Sendable, Equatable {
    package let user: [UInt8]
    package let password: [UInt8]
    /// Longer fields are refused unread.
    package static let longestField = 8192

    /// Nil when the field is none of Basic authentication, or says nothing that could be read.
    package init?(_ field: RawSpan) {
        guard field.byteCount <= Self.longestField else { return nil }
        let bytes = unsafe field.withUnsafeBytes { unsafe Array($0) }
        guard bytes.count >= 6, bytes.prefix(6).elementsEqual("basic ".utf8, by: { $0 | 0x20 == $1 }),
            let plain = Base64.decode(bytes[6...]), let colon = plain.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        (user, password) = (Array(plain[..<colon]), Array(plain[(colon + 1)...]))
    }
}
