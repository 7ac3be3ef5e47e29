/// The value of a `Cookie` field: `name=value` pairs between semicolons (RFC 6265 §4.2).
package enum CookiePairs {
    /// Where the value of the first cookie of that name stands, without quotes around it; nil when there is none.
    ///
    /// Names are compared byte by byte. What is no pair is passed over. Takes time in proportion to the line's length.
    package static func value(of name: [UInt8], in line: RawSpan) -> Range<Int>? {
        var start = 0
        for end in 0...line.byteCount where end == line.byteCount || line[at: end] == UInt8(ascii: ";") {
            let pair = trimmed(line, start..<end)
            start = end + 1
            guard pair.count > name.count, line[at: pair.lowerBound + name.count] == UInt8(ascii: "="),
                name.indices.allSatisfy({ line[at: pair.lowerBound + $0] == name[$0] })
            else { continue }
            return unquoted(line, pair.lowerBound + name.count + 1..<pair.upperBound)
        }
        return nil
    }

    private static func unquoted(_ line: RawSpan, _ value: Range<Int>) -> Range<Int> {
        let quote = UInt8(ascii: "\"")
        guard value.count >= 2, line[at: value.lowerBound] == quote, line[at: value.upperBound - 1] == quote else {
            return value
        }
        return value.lowerBound + 1..<value.upperBound - 1
    }
}

extension RequestHead {
    /// The value of the first cookie of that name, copied; nil when there is none, or it is longer than `limit` bytes.
    package func cookie(_ name: [UInt8], limit: Int) -> [UInt8]? {
        guard has(.cookie) else { return nil }
        for field in fields where field.id == .cookie {
            let found: [UInt8]?? = withSpan(field.value) { line in
                guard let range = CookiePairs.value(of: name, in: line) else { return nil }
                return .some(range.count <= limit ? range.map { line[at: $0] } : nil)
            }
            if let found { return found }
        }
        return nil
    }
}
