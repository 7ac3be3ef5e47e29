/// What a GET or HEAD request's conditions make of a stored response (RFC 9110 §13.2.2, as far as a cache decides it;
/// `If-Match` and `If-Unmodified-Since` are the origin's and go through).
package enum Preconditions {
    package enum Outcome: Equatable, Sendable {
        /// 304, whatever the range.
        case notModified
        /// Answer; a `Range` field counts only when `rangeApplies`.
        case proceed(rangeApplies: Bool)
    }

    /// What the stored response says of its version.
    package struct Stored: Equatable, Sendable {
        /// Last-Modified, seconds since 1970; nil without a valid one.
        package var lastModified: Int64?
        /// Date, seconds since 1970; without a valid one the time of reception.
        package var date: Int64

        package init(lastModified: Int64?, date: Int64) {
            (self.lastModified, self.date) = (lastModified, date)
        }

        /// Whether Last-Modified tells versions apart: it is at least a second older than the response, so that no
        /// second change can hide in its second (RFC 9110 §8.8.2.2).
        package var hasStrongDate: Bool { lastModified.map { $0 < date } ?? false }
    }

    /// Evaluates in the standard's order: If-None-Match, else If-Modified-Since, then If-Range.
    ///
    /// - Parameters:
    ///   - ifNoneMatch: the field's value, its lines joined by commas; nil when there is none.
    ///   - ifModifiedSince: one line's value; more than one line counts as none.
    ///   - ifRange: the value; without a `Range` field it changes nothing.
    ///   - etag: the stored response's ETag.
    ///   - stored: its dates.
    ///   - now: seconds since 1970, for two-digit years.
    package static func evaluate(
        ifNoneMatch: RawSpan?, ifModifiedSince: RawSpan?, ifRange: RawSpan?, etag: RawSpan?, stored: Stored, now: Int64
    ) -> Outcome {
        if let ifNoneMatch {
            if EntityTag.isListed(etag, inIfNoneMatch: ifNoneMatch) { return .notModified }
        } else if let ifModifiedSince, let since = HTTPDate.parse(ifModifiedSince, now: now) {
            // Without Last-Modified the response is at most as new as its Date (RFC 9111 §4.3.2).
            if stored.lastModified ?? stored.date <= since { return .notModified }
        }
        guard let ifRange else { return .proceed(rangeApplies: true) }
        return .proceed(rangeApplies: isSameVersion(ifRange, etag: etag, stored: stored, now: now))
    }

    /// Whether an `If-Range` value names the stored version beyond doubt (RFC 9110 §13.1.5): the same strong entity
    /// tag, or exactly its Last-Modified where that is strong.
    package static func isSameVersion(_ ifRange: RawSpan, etag: RawSpan?, stored: Stored, now: Int64) -> Bool {
        if let etag, EntityTag.strongMatch(ifRange, etag) { return true }
        guard stored.hasStrongDate, let date = HTTPDate.parse(ifRange, now: now) else { return false }
        return date == stored.lastModified
    }
}
