import Testing

@testable import TLS

@Suite struct HostNameTests {
    @Test(arguments: [
        ("Example.COM", "example.com"), ("example.com.", "example.com"), ("*.Example.com", "*.example.com"),
        ("a_b-1.x", "a_b-1.x"), ("localhost", "localhost"), ("", nil), (".", nil), ("a..b", nil), ("*", nil),
        ("f*.x", nil), ("*.*.x", nil), ("a b", nil), ("a,DNS:b", nil), ("ä.de", nil),
        (String(repeating: "a", count: 64), nil), (String(repeating: "a.", count: 128), nil),
    ])
    func hostNamesAreNormalizedOrRefused(name: String, expected: String?) {
        #expect(HostName.normalized(name) == expected)
    }

    @Test(
        arguments: [
            ("127.0.0.1", [127, 0, 0, 1]), ("::1", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]), ("1.2.3", nil),
            ("example.com", nil), ("", nil),
        ] as [(String, [UInt8]?)])
    func addressesAreTakenFromText(text: String, expected: [UInt8]?) {
        #expect(HostName.address(text) == expected)
    }

    @Test func nothingHidesBehindAZeroByte() {
        #expect(HostName.normalized("a\0b") == nil)
        #expect(HostName.address("127.0.0.1\0.example.com") == nil)
    }
}
