/// How URLs are signed that a route's clients come with: `sign`. URLs signed for S3 are known without it.
package struct SignSettings: Sendable, Equatable {
    /// Signed URLs of content networks.
    package enum Form: String, Sendable, CaseIterable {
        /// `Expires`, `Policy`, `Signature`, `Key-Pair-Id`.
        case cloudFront
        /// `hdnts`, `hdnea` and `__token__`, which end at their `exp=`.
        case akamai
    }

    /// Names of query parameters that sign, decoded, in lower case.
    package var parameters: [[UInt8]] = []
    /// Those of them that say until when.
    package var ends: [[UInt8]] = []
    /// How long a permission of the origin's holds at most.
    package var askTTL: Duration = .seconds(300)

    package init() {}

    mutating func add(_ form: Form) {
        switch form {
        case .cloudFront: add(["expires", "policy", "signature", "key-pair-id", "hash-algorithm"], ends: ["expires"])
        case .akamai: add(["hdnts", "hdnea", "__token__"], ends: ["hdnts", "hdnea", "__token__"])
        }
    }

    mutating func add(_ names: [String], ends: [String]) {
        parameters += names.map { Array($0.lowercased().utf8) }
        self.ends += ends.map { Array($0.lowercased().utf8) }
    }
}
