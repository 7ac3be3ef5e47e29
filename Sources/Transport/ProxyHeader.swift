package import LinuxIO

/// What a proxy in front of us says first on a connection: for whom it speaks (PROXY protocol, versions 1 and 2).
///
/// Version 1 is a line, `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443` and CRLF. Version 2 is a signature of 12 bytes,
/// version and command, family and transport, a length of 2 bytes, and so many bytes of addresses and further data.
package enum ProxyHeader {
    package enum Outcome: Equatable {
        /// What is there may still become a header.
        case needMore
        /// The connection begins without one.
        case absent
        case malformed
        /// A header so many bytes long; without a source where the proxy speaks for itself, or of a client that has no
        /// IP address.
        case complete(count: Int, source: SocketAddress?)
    }

    /// Bytes of a header at most.
    package static let limit = 4096

    /// Looks for a header at the front of `bytes`.
    package static func parse(_ bytes: RawSpan) -> Outcome {
        if let outcome = begins(bytes, with: "PROXY ") { return outcome ?? parseLine(bytes) }
        if let outcome = begins(bytes, with: "\r\n\r\n\0\r\nQUIT\n") { return outcome ?? parseBinary(bytes) }
        return .absent
    }

    /// Nil when `bytes` begin otherwise; an outcome only where they end too early to tell.
    private static func begins(_ bytes: RawSpan, with text: StaticString) -> Outcome?? {
        text.withUTF8Buffer { text in
            let count = min(text.count, bytes.byteCount)
            for offset in 0..<count where unsafe byte(bytes, offset) != text[offset] { return nil }
            return .some(count < text.count ? .needMore : nil)
        }
    }

    // MARK: Version 1

    private static let lineLimit = 107

    private static func parseLine(_ bytes: RawSpan) -> Outcome {
        let end = min(bytes.byteCount, lineLimit)
        var count = 0
        while count < end, byte(bytes, count) != 10 { count += 1 }
        guard count < end else { return bytes.byteCount < lineLimit ? .needMore : .malformed }
        guard byte(bytes, count - 1) == 13 else { return .malformed }
        let words = text(bytes, 0..<count - 1).split(separator: " ", omittingEmptySubsequences: false)
        guard words.count > 1 else { return .malformed }
        if words[1] == "UNKNOWN" { return .complete(count: count + 1, source: nil) }
        guard words.count == 6, words[1] == "TCP4" || words[1] == "TCP6" else { return .malformed }
        let isIPv6 = words[1] == "TCP6"
        guard let source = address(words[2], words[4]), address(words[3], words[5])?.isIPv6 == isIPv6,
            source.isIPv6 == isIPv6
        else { return .malformed }
        return .complete(count: count + 1, source: source)
    }

    private static func address(_ host: Substring, _ port: Substring) -> SocketAddress? {
        guard 1...5 ~= port.utf8.count, port.utf8.allSatisfy({ $0 &- 48 < 10 }), let port = UInt16(port) else {
            return nil
        }
        return SocketAddress(ip: String(host), port: port)
    }

    // MARK: Version 2

    private static let frontCount = 16

    private static func parseBinary(_ bytes: RawSpan) -> Outcome {
        guard bytes.byteCount >= frontCount else { return .needMore }
        let (version, command) = (byte(bytes, 12) >> 4, byte(bytes, 12) & 15)
        let (family, transport) = (byte(bytes, 13) >> 4, byte(bytes, 13) & 15)
        let count = frontCount + number(bytes, 14)
        guard version == 2, command <= 1, family <= 3, transport <= 2, count <= limit else { return .malformed }
        guard bytes.byteCount >= count else { return .needMore }
        guard command == 1, transport > 0, family == 1 || family == 2 else {
            return .complete(count: count, source: nil)
        }
        let width = family == 1 ? 4 : 16
        guard count >= frontCount + 2 * width + 4 else { return .malformed }
        let host = (0..<width).map { byte(bytes, frontCount + $0) }
        let port = UInt16(number(bytes, frontCount + 2 * width))
        return .complete(count: count, source: SocketAddress(hostBytes: host, port: port))
    }

    private static func number(_ bytes: RawSpan, _ offset: Int) -> Int {
        Int(byte(bytes, offset)) << 8 | Int(byte(bytes, offset + 1))
    }

    private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt8 {
        unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    private static func text(_ bytes: RawSpan, _ range: Range<Int>) -> String {
        unsafe bytes.extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
