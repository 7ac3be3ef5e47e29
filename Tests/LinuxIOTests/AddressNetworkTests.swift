import Testing

@testable import LinuxIO

@Suite struct AddressNetworkTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("192.0.2.1", "::ffff:192.0.2.1", true),
        ("192.0.2.77/24", "192.0.2.1", true), ("192.0.2.0/24", "192.0.3.1", false),
        ("192.0.2.0/23", "192.0.3.255", true), ("192.0.2.0/31", "192.0.2.2", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "::ffff:203.0.113.9", true), ("0.0.0.0/0", "::1", false),
        ("::/0", "2001:db8::1", true), ("::/0", "203.0.113.9", false), ("::/0", "::ffff:203.0.113.9", false),
        ("2001:db8::/32", "2001:db8:ffff::9", true), ("2001:db8::/32", "2001:db9::1", false),
        ("2001:db8::1", "2001:db8::1", true), ("2001:DB8::1/128", "2001:db8::2", false),
        ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
        ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.0/120", "192.0.2.200", true),
        ("::ffff:192.0.2.0/120", "192.0.3.1", false),
    ])
    func contains(network: String, address: String, isInside: Bool) throws {
        let network = try #require(AddressNetwork(network))
        let address = try #require(SocketAddress(ip: address, port: 443))
        #expect(network.contains(address) == isInside)
        #expect(AddressSet([network]).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "192.0.2", "192.0.2.1/", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/+8", "192.0.2.1/8/8", "::/129",
        "[::1]", "::1%lo", "host", "192.0.2.01", " 192.0.2.1", "::ffff:192.0.2.0/24", "192.0.2.1/0008",
    ])
    func whatIsNoNetwork(text: String) { #expect(AddressNetwork(text) == nil) }

    /// The bits of a network against those of an address, one by one.
    @Test func everyPrefixLength() throws {
        for length in 0...32 {
            let network = try #require(AddressNetwork("172.21.108.215/\(length)"))
            let bits: UInt32 = 0xac15_6cd7
            for flipped in 0..<32 {
                let other = bits ^ (1 << UInt32(31 - flipped))
                let text = [24, 16, 8, 0].map { "\(other >> $0 & 255)" }.joined(separator: ".")
                let address = try #require(SocketAddress(ip: text, port: 0))
                #expect(network.contains(address) == (flipped >= length))
            }
        }
    }

    @Test func theNetworkAroundAnAddress() throws {
        let six = try #require(SocketAddress(ip: "2001:db8::1", port: 1))
        #expect(AddressNetwork(six, prefix: 64) == AddressNetwork("2001:db8::/64"))
        #expect(AddressNetwork(six, prefix: 129) == nil)
        let four = try #require(SocketAddress(ip: "::ffff:192.0.2.1", port: 1))
        #expect(AddressNetwork(four, prefix: 24) == AddressNetwork("192.0.2.0/24"))
        #expect(AddressNetwork(four, prefix: 33) == nil)
    }

    @Test func aUnixSocketIsNowhere() throws {
        let unix = try #require(SocketAddress(unixPath: "/run/usher.sock"))
        #expect(
            !AddressSet([try #require(AddressNetwork("0.0.0.0/0")), try #require(AddressNetwork("::/0"))]).contains(
                unix))
        #expect(AddressNetwork(unix, prefix: 0) == nil)
    }
}
