package import LinuxIO

/// Our member of the `Cache-Status` field (RFC 9211): how the cache handled one request.
///
///     usher; hit; ttl=3599
///     usher; fwd=miss; stored
///     usher; fwd=stale; fwd-status=304; ttl=60
package struct CacheStatus: Sendable {
    /// Why a request went on to the origin.
    package enum Forward: Equatable, Sendable {
        /// The cache does not handle this request.
        case bypass
        /// The method is not one that it answers.
        case method
        /// It knows nothing under this address.
        case uriMiss
        /// It knows the address, but not for these request fields.
        case varyMiss
        /// It has nothing fitting, for one of the two reasons before or another.
        case miss
        /// It has a fitting answer that the request's own directives forbid.
        case request
        /// It has one that is no longer fresh.
        case stale
        /// It has some of the bytes.
        case partial
    }

    package enum Handling: Equatable, Sendable {
        /// Answered without the origin.
        case hit
        case forward(Forward)
    }

    package var handling: Handling
    /// The origin's status, where it is not the one that the client sees; with `forward` only.
    package var forwardStatus: UInt16?
    /// Seconds of freshness left, negative once stale.
    package var ttl: Int64?
    /// The origin's answer is being stored; with `forward` only.
    package var isStored = false
    /// The request waited for another one's answer; with `forward` only.
    package var isCollapsed = false
    /// More, as a token.
    package var detail: StaticString?

    package init(_ handling: Handling) { self.handling = handling }

    /// Passed and not stored, with its reason.
    package init(_ reason: BypassReason) {
        handling = .forward(reason.forward)
        detail = reason.detail
    }

    /// What was to be stored is passed on only.
    package mutating func passes(for reason: BypassReason) { (isStored, detail) = (false, reason.detail) }

    /// Writes the list member, without a comma.
    ///
    /// - Parameter name: the cache's name, a token.
    package func append(named name: StaticString, to buffer: ByteBuffer) {
        buffer.append(name)
        switch handling {
        case .hit:
            buffer.append("; hit")
        case .forward(let reason):
            buffer.append("; fwd=")
            buffer.append(reason.token)
            appendForwarding(to: buffer)
        }
        if let ttl { append(ttl: ttl, to: buffer) }
        if let detail {
            buffer.append("; detail=")
            buffer.append(detail)
        }
    }

    private func appendForwarding(to buffer: ByteBuffer) {
        if let forwardStatus {
            buffer.append("; fwd-status=")
            buffer.append(decimal: UInt64(forwardStatus))
        }
        if isStored { buffer.append("; stored") }
        if isCollapsed { buffer.append("; collapsed") }
    }

    /// A structured field's integer has at most 15 digits (RFC 8941 §3.3.1).
    private func append(ttl: Int64, to buffer: ByteBuffer) {
        buffer.append("; ttl=")
        if ttl < 0 { buffer.append(Octet.minus) }
        buffer.append(decimal: min(ttl.magnitude, 999_999_999_999_999))
    }
}

extension CacheStatus.Forward {
    /// The value of `fwd`.
    package var token: StaticString {
        switch self {
        case .bypass: "bypass"
        case .method: "method"
        case .uriMiss: "uri-miss"
        case .varyMiss: "vary-miss"
        case .miss: "miss"
        case .request: "request"
        case .stale: "stale"
        case .partial: "partial"
        }
    }
}
