internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// Cookies by name. Input: a name, then a line, between zero bytes.
@main enum FuzzCookies {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let (name, line) = (input.part(), input.part())
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(line)
        let found = buffer.withSpan { CookiePairs.value(of: name, in: $0) }
        let model = value(of: name, in: line)
        FuzzDriver.check(found.map { Array(line[$0]) } == model, "\(String(describing: found)), not \(model ?? [])")
    }

    /// The same, said as one would.
    private static func value(of name: [UInt8], in line: [UInt8]) -> [UInt8]? {
        for part in line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            let pair = trimmed(part)
            guard pair.starts(with: name), pair.dropFirst(name.count).first == UInt8(ascii: "=") else { continue }
            let value = pair.dropFirst(name.count + 1)
            let isQuoted = value.count >= 2 && value.first == 34 && value.last == 34
            return Array(isQuoted ? value.dropFirst().dropLast() : value)
        }
        return nil
    }

    private static func trimmed(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = part.drop { $0 == 32 || $0 == 9 }
        while let last = rest.last, last == 32 || last == 9 { rest.removeLast() }
        return rest
    }
}
