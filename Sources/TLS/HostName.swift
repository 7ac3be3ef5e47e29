internal import Glibc

/// Host names as certificates and clients write them.
enum HostName {
    /// Lower-case, without a dot at the end; nil for what is no host name, with or without `*.` in front
    /// (RFC 1123 §2.1, and the underscore that real names have).
    static func normalized(_ name: String) -> String? {
        var rest = Substring(name)
        if rest.hasSuffix(".") { rest = rest.dropLast() }
        guard !rest.isEmpty, rest.utf8.count <= 253 else { return nil }
        let plain = rest.hasPrefix("*.") ? rest.dropFirst(2) : rest
        let labels = plain.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(isPart) }) else { return nil }
        return rest.lowercased()
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// The 4 or 16 bytes of an IP address in text; nil for anything else.
    static func address(_ text: String) -> [UInt8]? {
        // C would stop reading at a zero byte.
        guard !text.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        if unsafe inet_pton(AF_INET6, text, &bytes) == 1 { return bytes }
        return nil
    }
}
