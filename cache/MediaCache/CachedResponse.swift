internal import ChunkStore
internal import HTTP
internal import LinuxIO

/// What a cache keeps of a response beside its bytes: the fields to serve and the facts to decide by.
final class CachedResponse: ObjectMetadata {
    /// End-to-end fields as the origin sent them, without what depends on the request (length, range, age).
    let fields: FieldBlock
    /// The entity tag as written; nil without a valid one.
    let etag: [UInt8]?
    /// Seconds since 1970.
    let lastModified: Int64?
    /// Date; without a valid one the time of reception.
    let date: Int64
    let contentType: [UInt8]
    let cacheControl: CacheControl
    let freshness: Freshness
    /// The request's `Origin` that these fields are for; nil when the response does not vary by it.
    let origin: [UInt8]?
    /// Whether parts from several answers of the origin may be joined (RFC 9111 §3.4): the validator is a strong one.
    let isCombinable: Bool

    init(
        fields: FieldBlock, etag: [UInt8]?, lastModified: Int64?, date: Int64, contentType: [UInt8],
        cacheControl: CacheControl, freshness: Freshness, origin: [UInt8]?
    ) {
        self.fields = fields
        self.etag = etag
        self.lastModified = lastModified
        self.date = date
        self.contentType = contentType
        self.cacheControl = cacheControl
        self.freshness = freshness
        self.origin = origin
        let dates = Preconditions.Stored(lastModified: lastModified, date: date)
        let hasStrongTag =
            etag.map { tag in unsafe tag.withUnsafeBytes { unsafe EntityTag.isStrong($0.bytes) } } ?? false
        // A weak tag says that the origin does not promise equal bytes; then its date promises them no more.
        isCombinable = hasStrongTag || etag == nil && dates.hasStrongDate
    }

    var dates: Preconditions.Stored { Preconditions.Stored(lastModified: lastModified, date: date) }

    /// What names the version, for an object's identity; nil when nothing does.
    var strongValidator: [UInt8]? {
        guard isCombinable else { return nil }
        if let etag { return etag }
        return lastModified.map { Array("date:\($0)".utf8) }
    }

    /// The same without any freshness left.
    var expired: CachedResponse {
        var stale = freshness
        (stale.lifetime, stale.source) = (0, .noCache)
        return CachedResponse(
            fields: fields, etag: etag, lastModified: lastModified, date: date, contentType: contentType,
            cacheControl: cacheControl, freshness: stale, origin: origin)
    }

    /// Whether another response is of the same version beyond doubt.
    func isSameVersion(as other: CachedResponse) -> Bool {
        guard let mine = strongValidator, let theirs = other.strongValidator else { return false }
        return mine == theirs
    }

    /// Whether a 304 to our validators may have been meant for this version: its own, where it has any, agree.
    func agrees(with notModified: CachedResponse) -> Bool {
        if let tag = notModified.etag {
            guard let etag else { return false }
            return unsafe tag.withUnsafeBytes { new in
                unsafe etag.withUnsafeBytes { unsafe EntityTag.weakMatch($0.bytes, new.bytes) }
            }
        }
        guard let changed = notModified.lastModified else { return true }
        return changed == lastModified
    }
}
