/// `rateLimit`: so many requests of one client in a time, by a bucket of tokens.
package struct RateLimit: Sendable, Equatable {
    /// Requests within `period`; 0 for no limit.
    package var average = 0
    /// Longer than zero.
    package var period: Duration = .seconds(1)
    /// Requests that may come at once; at least 1.
    package var burst = 1
    package var source = SourceCriterion.address(IPStrategy())

    package init() {}
}

/// `inFlightReq`: so many requests of one client at a time.
package struct InFlightLimit: Sendable, Equatable {
    /// 0 lets none through.
    package var amount = 0
    package var source = SourceCriterion.host

    package init() {}
}
