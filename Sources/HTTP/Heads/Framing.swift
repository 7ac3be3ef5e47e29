/// How long a message's body is (RFC 9112 §6).
package enum BodyFraming: Equatable, Sendable {
    /// There is none.
    case none
    /// So many bytes.
    case length(UInt64)
    /// As its chunks say.
    case chunked
    /// Until the server closes; responses only.
    case untilClose
}

/// A message that breaks the protocol: what a client is answered, and why, for the log.
package struct HTTP1Error: Error, Equatable, Sendable {
    /// The status for a client; what an upstream did wrong becomes 502 elsewhere.
    package let status: Int
    package let reason: String

    package init(status: Int, reason: String) { (self.status, self.reason) = (status, reason) }

    static func bad(_ reason: String) -> HTTP1Error { HTTP1Error(status: 400, reason: reason) }
    static func tooLarge(_ reason: String) -> HTTP1Error { HTTP1Error(status: 431, reason: reason) }
}

/// Bounds of a head.
package struct HeadLimits: Sendable {
    /// Start line and fields together, in bytes.
    package var bytes: Int
    /// Field lines.
    package var fields: Int

    package init(bytes: Int = 1 << 20, fields: Int = 256) {
        self.bytes = bytes
        self.fields = fields
    }
}

/// Methods told apart by their bytes, case-sensitively (RFC 9110 §9.1).
package enum Method: UInt8, Sendable {
    case get, head, post, put, delete, options, patch, connect, trace, other

    /// Whether a request asks for nothing but an answer (RFC 9110 §9.2.1).
    package var isSafe: Bool {
        switch self {
        case .get, .head, .options, .trace: true
        case .post, .put, .delete, .patch, .connect, .other: false
        }
    }

    /// Whether a request may be sent again when it is unknown if the first one was carried out (RFC 9110 §9.2.2).
    package var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options, .trace: true
        case .post, .patch, .connect, .other: false
        }
    }
}
