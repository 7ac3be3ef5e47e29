/// A request's start line and fields.
package final class RequestHead: MessageHead {
    package internal(set) var method = Method.other
    /// The method's bytes.
    package internal(set) var methodName = Slice(0..<0)
    /// The target as it came.
    package internal(set) var target = Slice(0..<0)
    /// The target's path, raw; `*` for `OPTIONS *`.
    package internal(set) var path = Slice(0..<0)
    /// What follows the target's question mark, without it; nil when there is none.
    package internal(set) var query: Slice?
    /// Host and port that the request is for: the target's when it is absolute, else the Host field's; nil in HTTP/1.0
    /// without either.
    package internal(set) var authority: Slice?
    /// What goes upstream instead of `authority`; nil for the same.
    package internal(set) var upstreamAuthority: Slice?
    /// 0 or 1, of HTTP/1.
    package internal(set) var minorVersion = 1
    package internal(set) var framing = BodyFraming.none
    /// Whether the client wants the connection to go on after the response.
    package internal(set) var keepAlive = true
    /// `Expect: 100-continue` stands in the request.
    package internal(set) var expectsContinue = false
    /// The client asks to change the protocol of the connection.
    package internal(set) var wantsUpgrade = false

    package override init() { super.init() }

    package override func reset() {
        super.reset()
        (method, methodName, target, path) = (.other, Slice(0..<0), Slice(0..<0), Slice(0..<0))
        (query, authority, upstreamAuthority) = (nil, nil, nil)
        (minorVersion, framing) = (1, .none)
        (keepAlive, expectsContinue, wantsUpgrade) = (true, false, false)
    }
}
