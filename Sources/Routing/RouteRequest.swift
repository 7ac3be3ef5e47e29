package import HTTP
package import LinuxIO

/// What rules look at in a request; one for each connection or loop, filled anew for each request.
package final class RouteRequest {
    /// The host in lower case, without port, trailing dot and brackets; empty when there is none.
    package let host = ByteBuffer(capacity: 256)
    /// The routing path: `%XX` decoded unless it stands for a reserved character.
    package let path = ByteBuffer(capacity: 1024)

    /// Where method, fields and query are looked up; rules that ask for none of them do not touch it.
    package let head: RequestHead?
    /// Where the connection comes from; only looked at by tables with `asksForPeer`.
    package var peer: SocketAddress?
    /// A value of the query while an expression looks at it.
    private(set) lazy var scratch = ByteBuffer(capacity: 128)

    /// - Parameter head: the head of every request this one is filled for; without one, rules find no method, no field
    ///   and no query.
    package init(_ head: RequestHead? = nil) { self.head = head }

    /// Bytes of a host name at most.
    package static let hostLimit = 255

    /// Takes the host from an authority (`Host` field or request target: `name[:port]`, `[IPv6][:port]`).
    ///
    /// False, with an empty host, when it is malformed: the request deserves a 400.
    package func setHost(authority: RawSpan) -> Bool {
        host.removeAll()
        let isValid = unsafe authority.withUnsafeBytes { bytes in
            unsafe bytes.first == UInt8(ascii: "[") ? readAddress(bytes) : readName(bytes)
        }
        if !isValid { host.removeAll() }
        return isValid
    }

    /// `name[:port]`
    private func readName(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let end = unsafe bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
        guard end <= Self.hostLimit + 1, unsafe isPort(bytes[end...]) else { return false }
        for position in 0..<end {
            let byte = unsafe bytes[position]
            guard isHostByte(byte) || byte == UInt8(ascii: "*") else { return false }
            host.append(lowercased(byte))
        }
        if !host.isEmpty, host[host.count - 1] == UInt8(ascii: ".") { host.dropLast(1) }
        return host.count <= Self.hostLimit
    }

    /// `[IPv6][:port]`
    private func readAddress(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let end = unsafe bytes.prefix(64).firstIndex(of: UInt8(ascii: "]")),
            unsafe isPort(bytes[(end + 1)...])
        else { return false }
        var colons = 0
        for position in 1..<end {
            let byte = unsafe bytes[position]
            guard isIPv6Byte(byte) else { return false }
            if byte == UInt8(ascii: ":") { colons += 1 }
            host.append(lowercased(byte))
        }
        return colons > 1
    }

    /// Nothing, or a colon and up to five digits, at most 65535.
    private func isPort(_ bytes: Swift.Slice<UnsafeRawBufferPointer>) -> Bool {
        guard let first = unsafe bytes.first else { return true }
        guard first == UInt8(ascii: ":"), unsafe bytes.count <= 6 else { return false }
        var port = 0
        for position in unsafe bytes.indices.dropFirst() {
            let byte = unsafe bytes[position]
            guard byte >= 48, byte <= 57 else { return false }
            port = port * 10 + Int(byte - 48)
        }
        return port <= 65535
    }

    /// Takes the routing path from a path as it is sent: `%XX` decoded, but for reserved characters (RFC 3986 §2.2)
    /// and the percent sign, which stay as they are.
    package func setPath(escaped: RawSpan) {
        path.removeAll()
        unsafe escaped.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let byte = unsafe bytes[position]
                let isEscape = byte == UInt8(ascii: "%") && position + 2 < bytes.count
                if isEscape, let decoded = unsafe decodedPair(bytes[position + 1], bytes[position + 2]),
                    !isReserved(decoded)
                {
                    path.append(decoded)
                    position += 3
                } else {
                    path.append(byte)
                    position += 1
                }
            }
        }
    }
}

/// `: / ? # [ ] @ ! $ & ' ( ) * + , ; =` and `%`.
private func isReserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 33, 35...44, 47, 58, 59, 61, 63, 64, 91, 93: true
    default: false
    }
}
