/// What a client says in `Authorization: Digest …` (RFC 7616 §3.4), for MD5 and `qop=auth`.
package struct DigestCredentials: Sendable, Equatable {
    package var user: [UInt8] = []
    package var nonce: [UInt8] = []
    package var uri: [UInt8] = []
    package var response: [UInt8] = []
    package var opaque: [UInt8] = []
    package var clientNonce: [UInt8] = []
    /// As it was written: eight hexadecimal digits.
    package var countText: [UInt8] = []
    package private(set) var count: UInt64 = 0
    /// Longer fields are refused unread.
    package static let longestField = 8192

    /// Nil when the field is none of Digest authentication, is malformed, or wants another algorithm or quality.
    package init?(_ field: RawSpan) {
        guard field.byteCount <= Self.longestField else { return nil }
        let bytes = unsafe field.withUnsafeBytes { unsafe Array($0) }
        guard bytes.count >= 7, bytes.prefix(7).elementsEqual("digest ".utf8, by: { $0 | 0x20 == $1 }) else {
            return nil
        }
        var (algorithm, quality) = (Array("MD5".utf8), [UInt8]())
        var rest = bytes[7...]
        while let (name, value) = Self.parameter(&rest) {
            switch String(decoding: name, as: UTF8.self).lowercased() {
            case "username": user = value
            case "nonce": nonce = value
            case "uri": uri = value
            case "response": response = value
            case "opaque": opaque = value
            case "cnonce": clientNonce = value
            case "nc": countText = value
            case "algorithm": algorithm = value
            case "qop": quality = value
            default: break
            }
        }
        guard rest.isEmpty, algorithm == Array("MD5".utf8), quality == Array("auth".utf8),
            (1...16).contains(countText.count),
            let count = UInt64(String(decoding: countText, as: UTF8.self), radix: 16), countText[0] != UInt8(ascii: "+")
        else { return nil }
        self.count = count
    }

    /// Takes `name=value` or `name="value"` off the front, with the comma behind it; nil at the end, or (with something
    /// left) where there is none.
    private static func parameter(_ rest: inout ArraySlice<UInt8>) -> (name: [UInt8], value: [UInt8])? {
        skip(&rest) { $0 == 32 || $0 == 9 || $0 == 44 }
        guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = Array(rest[..<equals])
        var after = rest[(equals + 1)...]
        guard let value = after.first == 34 ? quoted(&after) : token(&after) else { return nil }
        skip(&after) { $0 == 32 || $0 == 9 }
        guard after.isEmpty || after.first == 44 else { return nil }
        rest = after
        return (name, value)
    }

    private static func skip(_ rest: inout ArraySlice<UInt8>, while isSkipped: (UInt8) -> Bool) {
        rest = rest.drop(while: isSkipped)
    }

    private static func token(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let token = rest.prefix { $0 != 44 && $0 != 32 && $0 != 9 && $0 != 34 }
        rest = rest[token.endIndex...]
        return Array(token)
    }

    /// What stands between quotes, escapes taken out.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        var value: [UInt8] = []
        var index = rest.startIndex + 1
        while index < rest.endIndex {
            switch rest[index] {
            case 34:
                rest = rest[(index + 1)...]
                return value
            case 92 where index + 1 < rest.endIndex:
                value.append(rest[index + 1])
                index += 2
            default:
                value.append(rest[index])
                index += 1
            }
        }
        return nil
    }

    /// The response that a client gives who knows `secret`, which is MD5 of `user:realm:password` in hexadecimal digits.
    package func expectedResponse(secret: [UInt8], method: [UInt8]) -> [UInt8] {
        let colon = [UInt8(ascii: ":")]
        func hash(_ parts: [[UInt8]]) -> [UInt8] {
            Digests.hexadecimal(Digests.md5(Array(parts.joined(separator: colon))))
        }
        return hash([secret, nonce, countText, clientNonce, Array("auth".utf8), hash([method, uri])])
    }
}
