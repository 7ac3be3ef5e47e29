internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// Signatures in queries. Input: a query.
@main enum FuzzSignedQueries {
    private static let configured = SigningParameters(
        names: ["token", "hdnts"].map { Array($0.utf8) }, ends: [Array("hdnts".utf8)])

    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let buffer = ByteBuffer(capacity: 64), identity = ByteBuffer(capacity: 64), overrides = ByteBuffer(capacity: 64)
        buffer.append(bytes)
        let signed = buffer.withSpan { SignedQuery($0, configured: configured) }
        buffer.withSpan { query in
            signed.appendIdentity(of: query, configured: configured, to: identity)
            signed.appendOverrides(of: query, to: overrides)
        }
        let isWhole = signed.form == .none || signed.form == .faulty
        FuzzDriver.check(!isWhole || identity.array == [63] + bytes, "\(signed): \(identity.string)")
        FuzzDriver.check(!isWhole || overrides.isEmpty, "\(signed): \(overrides.string)")
        // What is left has no signature of its own, and nothing is there twice.
        FuzzDriver.check(identity.count + overrides.count <= bytes.count + 2, "\(identity.string) \(overrides.string)")
        guard !isWhole, !identity.isEmpty else { return }
        identity.consume(1)
        let rest = identity.withSpan { SignedQuery($0, configured: configured) }
        FuzzDriver.check(rest.form != signed.form, "\(identity.string) is \(rest)")
    }
}
