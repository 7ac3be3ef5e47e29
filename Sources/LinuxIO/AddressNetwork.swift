internal import CLinux
internal import Glibc

/// Neighbouring IP addresses: all that begin with the same bits. A single address is a network of its own.
///
/// IPv4 addresses are one whether they come plain or in their `::ffff:` cloak, and no IPv6 network holds them.
package struct AddressNetwork: Sendable, Hashable {
    /// IPv4 in its cloak, so that both families are numbers of one size; bits behind the prefix are 0.
    private let base: UInt128
    /// How many leading bits count, of 128.
    private let prefix: Int

    /// The network of `prefix` bits around an address; nil for a unix socket and for more bits than its family has.
    package init?(_ address: SocketAddress, prefix length: Int) {
        guard let number = address.ipNumber else { return nil }
        let bits = isMapped(number) ? 32 : 128
        guard 0...bits ~= length else { return nil }
        prefix = length + 128 - bits
        base = number & mask(prefix)
    }

    /// Reads an address (`192.0.2.1`, `2001:db8::1`) or a network (`192.0.2.0/24`); nil when `text` is neither.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = SocketAddress(ip: String(parts[0]), port: 0), let number = address.ipNumber else {
            return nil
        }
        // A cloaked network counts its bits as IPv6 does.
        let isCloaked = address.isIPv6 && isMapped(number)
        let bits = address.isIPv6 ? 128 : 32
        var length = bits
        if parts.count == 2 {
            guard let given = decimal(parts[1]), given <= bits, !isCloaked || given >= 96 else { return nil }
            length = given
        }
        prefix = length + 128 - bits
        base = number & mask(prefix)
    }

    /// Whether an address is in the network; a unix socket's never is.
    package func contains(_ address: SocketAddress) -> Bool { address.ipNumber.map { contains($0) } ?? false }

    func contains(_ number: UInt128) -> Bool {
        number & mask(prefix) == base && isMapped(number) == (isMapped(base) && prefix >= 96)
    }
}

extension AddressNetwork: CustomStringConvertible {
    /// `192.0.2.0/24`, `2001:db8:0:0:0:0:0:0/32`; parsing it gives an equal one.
    package var description: String {
        if isMapped(base), prefix >= 96 {
            let bytes = (0..<4).map { String(base >> UInt128(24 - 8 * $0) & 0xff) }
            return bytes.joined(separator: ".") + "/\(prefix - 96)"
        }
        let groups = (0..<8).map { String(base >> UInt128(112 - 16 * $0) & 0xffff, radix: 16) }
        return groups.joined(separator: ":") + "/\(prefix)"
    }
}

/// A list of networks.
package struct AddressSet: Sendable, Hashable {
    package private(set) var networks: [AddressNetwork]

    package init(_ networks: [AddressNetwork] = []) { self.networks = networks }

    package var isEmpty: Bool { networks.isEmpty }

    /// Whether an address is in one of the networks; allocates nothing.
    package func contains(_ address: SocketAddress) -> Bool {
        guard !networks.isEmpty, let number = address.ipNumber else { return false }
        return contains(number: number)
    }

    /// As `contains`, of an address's `ipNumber`.
    package func contains(number: UInt128) -> Bool {
        for network in networks where network.contains(number) { return true }
        return false
    }
}

extension SocketAddress {
    /// The address as a number, IPv4 in its cloak; nil for a unix socket.
    package var ipNumber: UInt128? {
        unsafe withUnsafeBytes(of: storage) { bytes in
            switch family {
            case AF_INET:
                0xffff << 32 | UInt128(UInt32(bigEndian: unsafe bytes.load(fromByteOffset: 4, as: UInt32.self)))
            case AF_INET6: UInt128(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt128.self))
            default: nil
            }
        }
    }
}

private func isMapped(_ number: UInt128) -> Bool { number >> 32 == 0xffff }

private func mask(_ prefix: Int) -> UInt128 { prefix == 0 ? 0 : .max << UInt128(128 - prefix) }

/// One to three digits.
private func decimal(_ text: Substring) -> Int? {
    guard 1...3 ~= text.utf8.count, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    return Int(text)
}
