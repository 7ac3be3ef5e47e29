/// A response's status line and fields.
package final class ResponseHead: MessageHead {
    /// 100…999.
    package var status = 200
    /// The reason phrase as it came; often empty.
    package internal(set) var reason = Slice(0..<0)
    package internal(set) var minorVersion = 1
    /// How long the body is. Of a response that is built: `untilClose` when that is not known; what the wire makes of
    /// it is the codec's business.
    package var framing = BodyFraming.none
    /// Whether the connection may carry another request after this response.
    package var keepAlive = true

    package override init() { super.init() }

    package override func reset() {
        super.reset()
        (status, reason, minorVersion, framing, keepAlive) = (200, Slice(0..<0), 1, .none, true)
    }

    /// Whether this is an interim response, which another follows (RFC 9110 §15.2); 101 is not.
    package var isInterim: Bool { status < 200 && status != 101 }

    /// Whether the status says that no body follows, whatever the fields say (RFC 9112 §6.3).
    package var hasNoBody: Bool { status < 200 || status == 204 || status == 304 }
}
