import Testing

@testable import LinuxIO

@Suite struct SocketAddressTests {
    @Test(
        arguments: [
            ("127.0.0.1", 80, "127.0.0.1", 80, true), ("127.0.0.1", 80, "127.0.0.1", 81, false),
            ("127.0.0.1", 80, "127.0.0.2", 80, false), ("127.0.0.1", 0, "127.0.0.1", 0, false),
            ("::", 80, "127.0.0.1", 80, true), ("::1", 80, "::", 80, true), ("0.0.0.0", 80, "127.0.0.1", 80, true),
            ("0.0.0.0", 80, "::1", 80, false), ("::1", 80, "127.0.0.1", 80, false),
        ] as [(String, UInt16, String, UInt16, Bool)])
    func listeningAddressesOverlap(left: String, _ first: UInt16, right: String, _ second: UInt16, expected: Bool) {
        let one = SocketAddress(ip: left, port: first)!
        let other = SocketAddress(ip: right, port: second)!
        #expect(one.overlaps(other) == expected && other.overlaps(one) == expected)
    }
}
