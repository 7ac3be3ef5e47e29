/// `retry`: sends a request again when no server could be reached, or when one answers with a status of a list.
package struct RetrySettings: Sendable, Equatable {
    /// How often a request is sent in all; at least 1.
    package var attempts: Int
    /// The wait before the second attempt; it grows to twice as much until the last. Zero: none.
    package var initialInterval: Duration = .zero
    /// No attempt begins later than this after the first; zero: no limit.
    package var timeout: Duration = .zero
    /// Answers to which the request is sent again.
    package var statuses = StatusRanges()
    /// Bytes of a request's body kept for another attempt, at most; a larger one gets 413. -1: no bound but memory.
    package var maxRequestBodyBytes = 2 << 20
    /// Whether an unreachable server is no reason for another attempt.
    package var ignoresNetworkErrors = false
    /// Whether methods that are not idempotent (RFC 9110 §9.2.2) are sent again because of a status, too.
    package var retriesNonIdempotent = false

    package init(attempts: Int) { self.attempts = attempts }
}

/// A list of statuses and ranges of them: `500-599`, `404`.
package struct StatusRanges: Sendable, Equatable {
    package var ranges: [ClosedRange<Int>] = []

    package init(_ ranges: [ClosedRange<Int>] = []) { self.ranges = ranges }

    package func contains(_ status: Int) -> Bool { ranges.contains { $0.contains(status) } }
    package var isEmpty: Bool { ranges.isEmpty }
}
