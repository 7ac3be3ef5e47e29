/// How long a stored response is fresh in a shared cache, and how old it is (RFC 9111 §4.2). All times are whole
/// seconds; points in time count from 1970.
package struct Freshness: Equatable, Sendable {
    /// Where a lifetime comes from.
    package enum Source: Equatable, Sendable {
        case sharedMaxAge, maxAge, expires, heuristic
        /// `no-cache`: to be validated before each use, whatever else it says.
        case noCache
        /// The response says nothing: 0, or what a configured policy puts in its place.
        case unstated
    }

    /// Seconds from the response's making for which it is fresh.
    package var lifetime: UInt32
    package var source: Source
    /// Its age when it arrived, as far as can be known; seconds.
    package var initialAge: UInt32
    /// When it arrived.
    package var responseTime: Int64

    package init(lifetime: UInt32, source: Source, initialAge: UInt32, responseTime: Int64) {
        (self.lifetime, self.source) = (lifetime, source)
        (self.initialAge, self.responseTime) = (initialAge, responseTime)
    }

    /// Its age now, for the `Age` field: seconds, at most `DeltaSeconds.maximum`.
    package func age(at now: Int64) -> UInt32 {
        let resident = max(0, now.minus(responseTime))
        return .seconds(resident.plus(Int64(initialAge)))
    }

    /// Seconds of freshness left; 0 or less when stale.
    package func remaining(at now: Int64) -> Int64 { Int64(lifetime) - Int64(age(at: now)) }

    package func isFresh(at now: Int64) -> Bool { remaining(at: now) > 0 }
}

extension Freshness {
    /// The `Expires` field of a response.
    package enum Expires: Equatable, Sendable {
        case absent
        /// Not a date, such as `0`, or two different lines: already past (RFC 9111 §5.3).
        case invalid
        case at(Int64)
    }

    /// What a response, and the clock at its exchange, say of its freshness.
    package struct Facts: Equatable, Sendable {
        package var status: UInt16
        package var cacheControl: CacheControl
        package var expires: Expires
        /// Date; nil without a valid one.
        package var date: Int64?
        /// Last-Modified; nil without a valid one.
        package var lastModified: Int64?
        /// Age; 0 without a valid one.
        package var age: UInt32
        /// When the request was sent.
        package var requestTime: Int64
        /// When the response's head had arrived.
        package var responseTime: Int64

        package init(
            status: UInt16, cacheControl: CacheControl, expires: Expires = .absent, date: Int64? = nil,
            lastModified: Int64? = nil, age: UInt32 = 0, requestTime: Int64, responseTime: Int64
        ) {
            (self.status, self.cacheControl, self.expires) = (status, cacheControl, expires)
            (self.date, self.lastModified, self.age) = (date, lastModified, age)
            (self.requestTime, self.responseTime) = (requestTime, responseTime)
        }
    }

    /// Computes lifetime and initial age.
    ///
    /// - Parameter heuristicLimit: the longest lifetime that may be guessed for a response which states none (a tenth of
    ///   the time since its last change); 0 guesses nothing.
    package init(_ facts: Facts, heuristicLimit: UInt32) {
        let (lifetime, source) = Freshness.lifetime(facts, heuristicLimit)
        self.init(
            lifetime: lifetime, source: source, initialAge: Freshness.initialAge(facts),
            responseTime: facts.responseTime)
    }

    /// RFC 9111 §4.2.1, in its order.
    private static func lifetime(_ facts: Facts, _ heuristicLimit: UInt32) -> (UInt32, Source) {
        if facts.cacheControl.flags.contains(.noCache) { return (0, .noCache) }
        if let seconds = facts.cacheControl.sharedMaxAge { return (seconds, .sharedMaxAge) }
        if let seconds = facts.cacheControl.maxAge { return (seconds, .maxAge) }
        switch facts.expires {
        case .at(let time): return (.seconds(time.minus(facts.date ?? facts.responseTime)), .expires)
        case .invalid: return (0, .expires)
        case .absent: break
        }
        guard let changed = facts.lastModified, heuristicLimit > 0, mayGuess(facts) else { return (0, .unstated) }
        let tenth = UInt32.seconds((facts.date ?? facts.responseTime).minus(changed) / 10)
        return (min(tenth, heuristicLimit), .heuristic)
    }

    /// Whether a lifetime may be guessed (RFC 9111 §4.2.2): the status allows it (RFC 9110 §15.1), or `public` does.
    private static func mayGuess(_ facts: Facts) -> Bool {
        switch facts.status {
        case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501: true
        default: facts.cacheControl.flags.contains(.isPublic)
        }
    }

    /// RFC 9111 §4.2.3: the greater of what the clocks and what the caches on the way say.
    private static func initialAge(_ facts: Facts) -> UInt32 {
        let apparent = max(0, facts.responseTime.minus(facts.date ?? facts.responseTime))
        let delay = max(0, facts.responseTime.minus(facts.requestTime))
        return .seconds(max(apparent, delay.plus(Int64(facts.age))))
    }
}

extension Freshness {
    /// Whether the response may still be given while a fetch for a newer one runs (RFC 5861 §3).
    package func allowsStaleWhileRevalidating(_ response: CacheControl, at now: Int64) -> Bool {
        allowsStale(response, within: response.staleWhileRevalidate, at: now)
    }

    /// Whether the response may be given although it is stale, in the `seconds` behind its lifetime; nil for none.
    ///
    /// `must-revalidate`, `proxy-revalidate`, `s-maxage` and `no-cache` forbid every stale use (RFC 9111 §4.2.4).
    package func allowsStale(_ response: CacheControl, within seconds: UInt32?, at now: Int64) -> Bool {
        guard let seconds, source != .noCache, response.sharedMaxAge == nil,
            response.flags.isDisjoint(with: [.mustRevalidate, .proxyRevalidate, .noCache])
        else { return false }
        return -remaining(at: now) <= Int64(seconds)
    }
}

extension Int64 {
    /// Difference and sum for times from outside: they stop at the ends.
    fileprivate func minus(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }

    fileprivate func plus(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }
}

extension UInt32 {
    /// `seconds` between 0 and `DeltaSeconds.maximum`.
    fileprivate static func seconds(_ seconds: Int64) -> UInt32 {
        UInt32(Swift.min(Swift.max(seconds, 0), Int64(DeltaSeconds.maximum)))
    }
}
