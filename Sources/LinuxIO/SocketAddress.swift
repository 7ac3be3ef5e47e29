internal import CLinux
internal import Glibc

/// An IPv4, IPv6 or unix socket address, as the kernel wants it.
@safe package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    var storage: sockaddr_storage
    var length: socklen_t

    init(storage: sockaddr_storage, length: socklen_t) {
        self.storage = storage
        self.length = length
    }

    /// An IP address in text (IPv6 without brackets); nil when `text` is none.
    ///
    /// - Parameter port: 0…65535.
    package init?(ip text: String, port: UInt16) {
        storage = sockaddr_storage()
        var four = sockaddr_in()
        if unsafe inet_pton(AF_INET, text, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
            unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: four, as: sockaddr_in.self) }
            return
        }
        var six = sockaddr_in6()
        guard unsafe inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0.storeBytes(of: six, as: sockaddr_in6.self) }
    }

    /// The 4 or 16 bytes of an IP address, in network order; nil for any other number of bytes.
    package init?(hostBytes bytes: [UInt8], port: UInt16) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        storage = sockaddr_storage()
        let isIPv6 = bytes.count == 16
        storage.ss_family = sa_family_t(isIPv6 ? AF_INET6 : AF_INET)
        length = socklen_t(isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutableBytes(of: &storage) { all in
            unsafe all.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
            let start = isIPv6 ? 8 : 4
            unsafe all[start..<start + bytes.count].copyBytes(from: bytes)
        }
    }

    /// A unix socket's path; nil when it is empty or longer than the kernel takes (107 bytes).
    package init?(unixPath path: String) {
        storage = sockaddr_storage()
        let bytes = Array(path.utf8)
        guard !bytes.isEmpty, bytes.count < 108 else { return nil }
        storage.ss_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &storage) { unsafe $0[2..<(2 + bytes.count)].copyBytes(from: bytes) }
        length = socklen_t(2 + bytes.count + 1)
    }

    /// Any local address: `::` (which takes IPv4 too) where the machine has IPv6.
    package static func any(port: UInt16) -> SocketAddress { SocketAddress(ip: "::", port: port)! }

    package var family: Int32 { Int32(storage.ss_family) }
    package var isUnix: Bool { family == AF_UNIX }
    package var isIPv6: Bool { family == AF_INET6 }

    /// Port of an IP address; 0 for a unix socket.
    package var port: UInt16 {
        guard !isUnix else { return 0 }
        return unsafe withUnsafeBytes(of: storage) {
            unsafe UInt16(bigEndian: $0.load(fromByteOffset: 2, as: UInt16.self))
        }
    }

    /// Whether a connection could be for either of two listening addresses; those whose port is yet to be chosen are not
    /// asked.
    package func overlaps(_ other: SocketAddress) -> Bool {
        if isUnix || other.isUnix { return self == other }
        guard port == other.port, port > 0 else { return false }
        return hostBytes == other.hostBytes || takesAll(of: other) || other.takesAll(of: self)
    }

    /// Every local address of the other's family; that of IPv6 takes IPv4 too.
    private func takesAll(of other: SocketAddress) -> Bool {
        hostBytes.allSatisfy { $0 == 0 } && (isIPv6 || !other.isIPv6)
    }

    /// The same host at another port.
    package func with(port: UInt16) -> SocketAddress {
        var copy = self
        unsafe withUnsafeMutableBytes(of: &copy.storage) {
            unsafe $0.storeBytes(of: port.bigEndian, toByteOffset: 2, as: UInt16.self)
        }
        return copy
    }

    /// The 4 or 16 address bytes, with IPv4 out of its `::ffff:` cloak; empty for a unix socket.
    package var hostBytes: [UInt8] {
        let all = unsafe withUnsafeBytes(of: storage) { unsafe Array($0.prefix(24)) }
        switch family {
        case AF_INET: return Array(all[4..<8])
        case AF_INET6:
            let six = Array(all[8..<24])
            let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
            return Array(six.prefix(12)) == mapped ? Array(six.suffix(4)) : six
        default: return []
        }
    }

    /// The address alone: `192.0.2.1`, `2001:db8::1`, or a unix socket's path.
    package var host: String {
        let bytes = hostBytes
        if isUnix {
            return unsafe withUnsafeBytes(of: storage) {
                unsafe String(decoding: $0[2...].prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        if bytes.count == 4 { return bytes.map { String($0) }.joined(separator: ".") }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = unsafe inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Appends `host` without making a string of an IPv4 address.
    package func appendHost(to buffer: ByteBuffer) {
        let isMapped = unsafe withUnsafeBytes(of: storage) { bytes in
            unsafe family == AF_INET6 && bytes[8..<18].allSatisfy { $0 == 0 } && bytes[18] == 0xff && bytes[19] == 0xff
        }
        guard family == AF_INET || isMapped else { return buffer.append(text: host) }
        let start = isMapped ? 20 : 4
        unsafe withUnsafeBytes(of: storage) { bytes in
            for index in 0..<4 {
                if index > 0 { buffer.append(UInt8(ascii: ".")) }
                buffer.append(decimal: UInt64(unsafe bytes[start + index]))
            }
        }
    }

    /// `host:port`, IPv6 in brackets.
    package var description: String {
        if isUnix { return host.isEmpty ? "unix" : host }
        let host = host
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.family == right.family && left.port == right.port && left.host == right.host
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(family)
        hasher.combine(port)
        hasher.combine(hostBytes)
    }
}
