import Configuration
import HTTP
import LinuxIO
import Testing

@testable import Proxy

struct ClientAddressTests {
    private let peer = SocketAddress(ip: "192.0.2.9", port: 1)!

    private func found(_ strategy: IPStrategy, _ lines: String) -> String? {
        let fields = lines.split(separator: "|").map { "X-Forwarded-For: \($0)" }
        let head = RequestHead()
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: (["GET / HTTP/1.1", "Host: a"] + fields + ["", ""]).joined(separator: "\r\n"))
        var parser = HTTP1RequestParser()
        #expect(parser.parse(buffer, into: head) == .complete)
        guard let number = ClientAddress(strategy).number(in: head, from: peer) else { return nil }
        let names = ["192.0.2.9", "10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::"]
        return names.first { SocketAddress(ip: $0, port: 0)!.ipNumber == number } ?? "\(number)"
    }

    @Test func withoutAStrategyItIsThePeers() {
        #expect(found(IPStrategy(), "10.0.0.1") == "192.0.2.9")
    }

    private static let depths: [(Int, String, String?)] = [
        (1, "10.0.0.1", "10.0.0.1"), (2, "10.0.0.1", nil), (2, "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (1, "10.0.0.1|10.0.0.2", "10.0.0.2"), (1, "", nil), (1, "[2001:db8::1]:80", "2001:db8::1"),
        (1, "10.0.0.1:80", "10.0.0.1"), (1, "10.0.0.1,", nil), (2, "10.0.0.1,", "10.0.0.1"), (1, "nonsense", nil),
        (1, "[", nil),
    ]

    @Test(arguments: depths)
    func depthCountsFromTheEnd(depth: Int, lines: String, address: String?) {
        var strategy = IPStrategy()
        strategy.depth = depth
        #expect(found(strategy, lines) == address)
    }

    private static let excluded: [(String, String?)] = [
        ("10.0.0.1, 192.168.0.1, 192.168.0.2", "10.0.0.1"), ("192.168.0.1", nil),
        ("10.0.0.2, , 192.168.0.1,", "10.0.0.2"), ("", nil),
        // What is no address might hide anything: nobody in front of it is believed.
        ("10.0.0.1, nonsense", nil),
    ]

    @Test(arguments: excluded)
    func knownProxiesAreLeftOut(lines: String, address: String?) {
        var strategy = IPStrategy()
        strategy.excluded = AddressSet([AddressNetwork("192.168.0.0/16")!])
        #expect(found(strategy, lines) == address)
    }

    @Test func clientsOfASubnetAreOne() {
        var strategy = IPStrategy()
        (strategy.depth, strategy.ipv6Subnet) = (1, 64)
        #expect(found(strategy, "2001:db8::1") == "2001:db8::")
        #expect(found(strategy, "10.0.0.1") == "10.0.0.1")
    }
}
