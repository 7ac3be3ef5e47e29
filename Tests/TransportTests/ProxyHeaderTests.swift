import LinuxIO
import Testing

@testable import Transport

@Suite struct ProxyHeaderTests {
    private static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]

    /// 192.0.2.1:4660 to 198.51.100.1:443
    private static let four: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 1, 0x12, 0x34, 1, 187]
    /// 2001:db8::5 port 4660 to itself
    private static let six = [0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [5]

    private static func binary(_ command: UInt8, _ family: UInt8, _ payload: [UInt8]) -> [UInt8] {
        signature + [command, family, UInt8(payload.count >> 8), UInt8(payload.count & 255)] + payload
    }

    private func parse(_ bytes: [UInt8]) -> ProxyHeader.Outcome {
        let buffer = ByteBuffer(capacity: 8)
        buffer.append(bytes)
        return buffer.withSpan { ProxyHeader.parse($0) }
    }

    /// Every shorter piece asks for more, and what follows does not matter.
    private func expect(_ header: [UInt8], from source: String?) {
        let address = source.flatMap { SocketAddress(ip: $0, port: 4660) }
        for rest in ["", "GET / HTTP/1.1\r\n\r\n"] {
            #expect(parse(header + Array(rest.utf8)) == .complete(count: header.count, source: address))
        }
        for count in 0..<header.count { #expect(parse(Array(header[..<count])) == .needMore, "\(count)") }
    }

    @Test(
        arguments: [
            ("PROXY TCP4 192.0.2.1 198.51.100.1 4660 443", "192.0.2.1"),
            ("PROXY TCP6 2001:db8::5 ::1 4660 0", "2001:db8::5"),
            ("PROXY TCP6 ::ffff:192.0.2.1 ::1 4660 443", "::ffff:192.0.2.1"), ("PROXY UNKNOWN", nil),
            ("PROXY UNKNOWN 192.0.2.1 whatever", nil),
        ] as [(String, String?)])
    func lines(line: String, source: String?) { expect(Array("\(line)\r\n".utf8), from: source) }

    @Test(arguments: [
        "PROXY TCP4 192.0.2 198.51.100.1 1 2\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n", "PROXY TCP6 192.0.2.1 ::1 1 2\r\n",
        "PROXY TCP4 192.0.2.1 ::1 1 2\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 65536 2\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 1 -2\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 1 2 3\r\n",
        "PROXY  TCP4 192.0.2.1 198.51.100.1 1 2\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 1 2\n",
        "PROXY UDP4 192.0.2.1 198.51.100.1 1 2\r\n", "PROXY /a HTTP/1.1\r\n", "PROXY \r\n", "PROXY \n",
        "PROXY TCP4 192.0.2.1 198.51.100.1 1\r\n",
        "PROXY UNKNOWN \(String(repeating: "x", count: 92))\r\n", "PROXY \(String(repeating: "x", count: 102))",
    ])
    func badLines(line: String) { #expect(parse(Array(line.utf8)) == .malformed) }

    @Test func theLongestLine() {
        let line = Array("PROXY UNKNOWN \(String(repeating: "x", count: 91))\r\n".utf8)
        #expect(line.count == 107)
        #expect(parse(line) == .complete(count: 107, source: nil))
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\n", "POST /", "PROPFIND /", "PROXYFIND /", "\r\nGET / ", "\u{16}\u{3}\u{1}", "proxy ",
    ])
    func withoutAHeader(text: String) { #expect(parse(Array(text.utf8)) == .absent) }

    @Test func binaryHeaders() {
        expect(Self.binary(0x21, 0x11, Self.four), from: "192.0.2.1")
        expect(Self.binary(0x21, 0x12, Self.four), from: "192.0.2.1")
        expect(Self.binary(0x21, 0x21, Self.six + Self.six + [0x12, 0x34, 1, 187]), from: "2001:db8::5")
        // Further data, whatever it says.
        expect(Self.binary(0x21, 0x11, Self.four + [4, 0xff, 0xff]), from: "192.0.2.1")
        // The proxy itself; a client without an address, of a unix socket, of no transport.
        expect(Self.binary(0x20, 0, []), from: nil)
        expect(Self.binary(0x20, 0x11, Self.four), from: nil)
        expect(Self.binary(0x21, 0, [1, 2, 3]), from: nil)
        expect(Self.binary(0x21, 0x31, [UInt8](repeating: 0, count: 216)), from: nil)
        expect(Self.binary(0x21, 0x10, Self.four), from: nil)
    }

    @Test func badBinaryHeaders() {
        #expect(parse(Self.binary(0x11, 0x11, Self.four)) == .malformed)
        #expect(parse(Self.binary(0x22, 0x11, Self.four)) == .malformed)
        #expect(parse(Self.binary(0x21, 0x41, Self.four)) == .malformed)
        #expect(parse(Self.binary(0x21, 0x13, Self.four)) == .malformed)
        #expect(parse(Self.binary(0x21, 0x11, Array(Self.four[..<8]))) == .malformed)
        #expect(parse(Self.binary(0x21, 0x21, Self.six)) == .malformed)
    }

    /// A header that would be too long is told by its front.
    @Test func aHeaderHasALimit() {
        let room = ProxyHeader.limit - 16
        expect(Self.binary(0x20, 0, [UInt8](repeating: 7, count: room)), from: nil)
        #expect(parse(Array(Self.binary(0x20, 0, [UInt8](repeating: 7, count: room + 1))[..<16])) == .malformed)
    }
}
