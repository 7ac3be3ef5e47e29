package import Configuration
package import HTTP
internal import LinuxIO

/// A signature in a request's URL, as far as a cache has to know it: whether it is good is the origin's to say.
struct Signature: Sendable {
    /// What stands for host, path and whole query.
    let name: Permissions.Name
    /// When it ends to be good, in seconds since 1970; nil when it does not say.
    let ends: Int64?
    /// How long the origin's permission holds at most.
    let askTTL: Duration

    /// - Parameter now: seconds since 1970.
    func hasEnded(at now: Int64) -> Bool { ends.map { $0 <= now } ?? false }

    /// Until when a permission holds that was asked for at a time.
    func permissionEnd(askedAt: MonotonicTime, now: MonotonicTime, wallNow: Int64) -> MonotonicTime {
        let end = askedAt.adding(askTTL)
        guard let ends else { return end }
        return min(end, now.adding(.seconds(max(0, ends - wallNow))))
    }

    /// What origins answer to a signature that they do not accept; S3 says 400 to some.
    static func isRefusal(_ status: Int) -> Bool { status == 400 || status == 401 || status == 403 }

    /// What origins answer only to whom they would give the bytes.
    static func isGrant(_ status: Int) -> Bool { status == 200 || status == 206 || status == 304 }
}

extension CachePolicy {
    var signingParameters: SigningParameters {
        sign.map { SigningParameters(names: $0.parameters, ends: $0.ends) } ?? SigningParameters()
    }

    /// What the request's query says of a signature; nil without a query.
    func signedQuery(of request: RequestHead) -> SignedQuery? {
        request.query.map { request.withSpan($0) { SignedQuery($0, configured: signingParameters) } }
    }

    /// Whether the request's URL is signed, in whatever way, or pretends to be.
    package func signs(_ request: RequestHead) -> Bool { signedQuery(of: request).map { $0.form != .none } ?? false }
}
