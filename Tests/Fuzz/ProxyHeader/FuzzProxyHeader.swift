internal import FuzzDriver
internal import LinuxIO
internal import Transport

/// PROXY headers: what is complete is so at once with its last byte, and no piece of it says anything else than that
/// more is needed. Input: the connection's first bytes.
@main enum FuzzProxyHeader {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let outcome = parse(bytes[...])
        guard case .complete(let count, let source) = outcome else { return }
        FuzzDriver.check(count <= min(bytes.count, ProxyHeader.limit), "\(count) of \(bytes.count) bytes")
        FuzzDriver.check(parse(bytes[..<count]) == outcome, "what follows changes \(bytes)")
        for shorter in 0..<count {
            FuzzDriver.check(parse(bytes[..<shorter]) == .needMore, "\(shorter) bytes of \(bytes) are enough")
        }
        FuzzDriver.check(source.map { !$0.isUnix && !$0.host.isEmpty } ?? true, "no address in \(bytes)")
    }

    private static func parse(_ bytes: ArraySlice<UInt8>) -> ProxyHeader.Outcome {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(Array(bytes))
        return buffer.withSpan { ProxyHeader.parse($0) }
    }
}
