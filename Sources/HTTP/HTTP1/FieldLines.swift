/// Reads field lines (RFC 9112 §5) strictly: no white space before the colon, no folded lines, no control characters.
enum FieldLines {
    /// - Parameters:
    ///   - range: from the first line to the end of the last one, each ended by CRLF, without the empty line.
    ///   - limit: how many lines there may be.
    static func parse(
        _ bytes: RawSpan, _ range: Range<Int>, limit: Int, into fields: inout [Field]
    ) -> HTTP1Error? {
        var start = range.lowerBound
        let names = FieldNames.shared
        while start < range.upperBound {
            guard fields.count < limit else { return .tooLarge("more than \(limit) field lines") }
            var end = start
            while bytes[at: end] != 13 {
                guard isFieldByte(bytes[at: end]) else { return .bad("control character in a field line") }
                end += 1
                guard end < range.upperBound else { return .bad("field line without an end") }
            }
            guard end + 1 < range.upperBound, bytes[at: end + 1] == 10 else { return .bad("bare carriage return") }
            if let error = parseLine(bytes, start..<end, names, into: &fields) { return error }
            start = end + 2
        }
        return nil
    }

    private static func parseLine(
        _ bytes: RawSpan, _ line: Range<Int>, _ names: FieldNames, into fields: inout [Field]
    ) -> HTTP1Error? {
        guard !line.isEmpty else { return .bad("empty line among the fields") }
        var colon = line.lowerBound
        while colon < line.upperBound, isTokenByte(bytes[at: colon]) { colon += 1 }
        guard colon < line.upperBound, bytes[at: colon] == 58, colon > line.lowerBound else {
            return .bad("field name is not a token followed by a colon")
        }
        let name = line.lowerBound..<colon
        let value = trimmed(bytes, colon + 1..<line.upperBound)
        fields.append(Field(name: Slice(name), value: Slice(value), id: names.id(of: name, in: bytes)))
        return nil
    }
}
