internal import Configuration
internal import HTTP
internal import LinuxIO

/// The client's address by `ipStrategy`: the peer's, or one that trusted proxies have told in `X-Forwarded-For`.
struct ClientAddress {
    private let strategy: IPStrategy

    init(_ strategy: IPStrategy) { self.strategy = strategy }

    /// The address as a number (IPv4 as `::ffff:…`); nil when the request names none at the place that counts.
    func number(in request: RequestHead, from peer: SocketAddress?) -> UInt128? {
        let address = strategy.readsField ? forwarded(in: request) : peer
        guard let address, let number = address.ipNumber else { return nil }
        guard let bits = strategy.ipv6Subnet, number >> 32 != 0xffff else { return number }
        return number & (.max << UInt128(128 - bits))
    }

    private func forwarded(in request: RequestHead) -> SocketAddress? {
        var (place, found) = (0, SocketAddress?.none)
        forEachMemberFromEnd(of: request) { text in
            place += 1
            let address = Self.parse(text)
            if strategy.depth > 0 {
                if place == strategy.depth { found = address }
                return place < strategy.depth
            }
            if text.isEmpty { return true }
            if let address, strategy.excluded.contains(address) { return true }
            found = address
            return false
        }
        return found
    }

    /// Calls `body` with the members of all `X-Forwarded-For` lines, the last one first, until it returns false.
    private func forEachMemberFromEnd(of request: RequestHead, _ body: (Substring) -> Bool) {
        for field in request.fields.reversed() where field.id == .xForwardedFor {
            let text = request.string(field.value)
            for member in text.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                if !body(member.trimmingBlanks) { return }
            }
        }
    }

    /// An address, alone or with a port.
    static func parse(_ text: Substring) -> SocketAddress? {
        if text.first == "[" { return SocketAddress(ip: String(text.dropFirst().prefix { $0 != "]" }), port: 0) }
        let host = text.prefix { $0 != ":" }
        let isPlain = text.utf8.count { $0 == UInt8(ascii: ":") } != 1
        return SocketAddress(ip: String(isPlain ? text : host), port: 0)
    }
}

extension Substring {
    /// Without spaces and tabs at its ends.
    var trimmingBlanks: Substring {
        let rest = drop { $0 == " " || $0 == "\t" }
        return rest.lastIndex { $0 != " " && $0 != "\t" }.map { rest[...$0] } ?? ""
    }
}
