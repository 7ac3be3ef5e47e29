internal import HTTP
internal import LinuxIO
internal import RegularExpressions

/// What rules ask of a request beyond host and path.
extension RouteRequest {
    func hasMethod(_ pool: [UInt8], _ wanted: Range<Int>) -> Bool {
        guard let head else { return false }
        return head.withSpan(head.methodName) { isEqual($0, pool, wanted) }
    }

    /// Whether a field of the name `pool[name]` has a value that is `pool[value]`.
    func hasField(_ pool: [UInt8], name: Range<Int>, value: Range<Int>) -> Bool {
        hasField(pool, name) { isEqual($0, pool, value) }
    }

    func hasField(_ pool: [UInt8], name: Range<Int>, matching expression: RegularExpression) -> Bool {
        hasField(pool, name) { expression.matches($0) }
    }

    private func hasField(_ pool: [UInt8], _ name: Range<Int>, _ accepts: (RawSpan) -> Bool) -> Bool {
        guard let head else { return false }
        for field in head.fields where Int(field.name.count) == name.count {
            let isNamed = head.withSpan(field.name) { bytes in
                for offset in 0..<name.count
                where unsafe lowercased(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
                    != pool[name.lowerBound + offset]
                {
                    return false
                }
                return true
            }
            guard isNamed, shows(field, of: head) else { continue }
            if head.withSpan(field.value, accepts) { return true }
        }
        return false
    }

    /// Whether rules see a field: not those for one connection only, and none that anybody could pretend with.
    private func shows(_ field: Field, of head: RequestHead) -> Bool {
        switch field.id {
        case .host, .transferEncoding, .trailer: false
        case .connection: head.wantsUpgrade
        case .upgrade, .te, .keepAlive, .proxyConnection, .proxyAuthenticate, .proxyAuthorization, .contentLength: true
        default: !head.isHopByHop(field)
        }
    }

    /// Whether the query has a pair of that name and value.
    func hasPair(_ pool: [UInt8], name: Range<Int>, value: Range<Int>) -> Bool {
        hasPair(pool, name) { $0.equals(pool, value) }
    }

    func hasPair(_ pool: [UInt8], name: Range<Int>, matching expression: RegularExpression) -> Bool {
        hasPair(pool, name) { value in
            guard value.decode(into: scratch) else { return false }
            return scratch.withSpan { expression.matches($0) }
        }
    }

    private func hasPair(_ pool: [UInt8], _ name: Range<Int>, _ accepts: (FormBytes) -> Bool) -> Bool {
        guard let head, let query = head.query else { return false }
        return head.withSpan(query) { span in
            unsafe span.withUnsafeBytes { bytes in
                var pairs = unsafe QueryPairs(bytes)
                while let pair = pairs.next() {
                    if pair.name.equals(pool, name) && accepts(pair.value) { return true }
                }
                return false
            }
        }
    }

    func comesFrom(_ network: AddressNetwork) -> Bool { peer.map { network.contains($0) } ?? false }
}

/// Whether `bytes` are those of `pool` in `range`.
private func isEqual(_ bytes: RawSpan, _ pool: [UInt8], _ range: Range<Int>) -> Bool {
    unsafe bytes.withUnsafeBytes { unsafe isEqual($0, pool, range) }
}
