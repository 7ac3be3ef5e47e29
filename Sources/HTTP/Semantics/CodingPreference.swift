/// What a client says of content codings: `Accept-Encoding` (RFC 9110 §12.5.3).
package struct CodingPreference {
    /// Weights in thousandths, by token in lower case; `*` for all others.
    private var weights: [String: Int] = [:]
    /// Members looked at; more say nothing.
    private static let limit = 32

    package init(_ value: RawSpan) {
        var members = 0
        forEachMember(value) { range in
            add(value, range)
            members += 1
            return members < Self.limit
        }
    }

    private mutating func add(_ bytes: RawSpan, _ range: Range<Int>) {
        var end = range.lowerBound
        while end < range.upperBound, bytes[at: end] != UInt8(ascii: ";") { end += 1 }
        let name = trimmed(bytes, range.lowerBound..<end)
        let token = unsafe bytes.extracting(name).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
        weights[token.lowercased()] = end < range.upperBound ? weight(bytes, end + 1..<range.upperBound) : 1000
    }

    /// `q=0.5` in thousandths; what is no weight is a refusal.
    private func weight(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
        let range = trimmed(bytes, range)
        guard range.count > 2, lowerCased(bytes[at: range.lowerBound]) == UInt8(ascii: "q"),
            bytes[at: range.lowerBound + 1] == UInt8(ascii: "=")
        else { return 0 }
        var (result, scale, isFraction) = (0, 1000, false)
        for position in range.dropFirst(2) {
            let byte = bytes[at: position]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else if byte &- 48 < 10, scale > 0 {
                if isFraction { scale /= 10 }
                result = isFraction ? result + Int(byte - 48) * scale : result * 10 + Int(byte - 48) * 1000
                if result > 1000 { return 0 }
            } else {
                return 0
            }
        }
        return result
    }

    /// How much the client likes a coding, in thousandths; 0: not at all.
    package func weight(of token: String) -> Int { weights[token] ?? weights["*"] ?? 0 }
}
