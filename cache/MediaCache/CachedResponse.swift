internal import ChunkStore
internal import HTTP
internal import LinuxIO

/// What a cache keeps of a response beside its bytes: the fields to serve and the facts to decide by.
final class CachedResponse: ObjectMetadata {
    /// As a whole is answered: a part is kept with 200.
    let status: UInt16
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
    /// What of a request these fields are for; nil when they are for all.
    let selection: Selection?
    /// In the newest record of an address: its variants that arrived up to then no longer count. Seconds since 1970.
    let variantsFrom: Int64
    /// Whether parts from several answers of the origin may be joined (RFC 9111 §3.4): the validator is a strong one.
    let isCombinable: Bool

    init(
        status: UInt16, fields: FieldBlock, etag: [UInt8]?, lastModified: Int64?, date: Int64, contentType: [UInt8],
        cacheControl: CacheControl, freshness: Freshness, selection: Selection?, variantsFrom: Int64
    ) {
        self.status = status
        self.fields = fields
        self.etag = etag
        self.lastModified = lastModified
        self.date = date
        self.contentType = contentType
        self.cacheControl = cacheControl
        self.freshness = freshness
        self.selection = selection
        self.variantsFrom = variantsFrom
        let dates = Preconditions.Stored(lastModified: lastModified, date: date)
        let hasStrongTag =
            etag.map { tag in unsafe tag.withUnsafeBytes { unsafe EntityTag.isStrong($0.bytes) } } ?? false
        // A weak tag says that the origin does not promise equal bytes; then its date promises them no more.
        isCombinable = status == 200 && (hasStrongTag || etag == nil && dates.hasStrongDate)
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
        return with(freshness: stale, variantsFrom: variantsFrom)
    }

    /// The same as the newest record of its address, whose variants up to `time` no longer count.
    func dropsVariants(upTo time: Int64) -> CachedResponse { with(freshness: freshness, variantsFrom: time) }

    private func with(freshness: Freshness, variantsFrom: Int64) -> CachedResponse {
        CachedResponse(
            status: status, fields: fields, etag: etag, lastModified: lastModified, date: date,
            contentType: contentType, cacheControl: cacheControl, freshness: freshness, selection: selection,
            variantsFrom: variantsFrom)
    }

    var hasValidator: Bool { etag != nil || lastModified != nil }

    /// Seconds behind its lifetime for which a response may stand in for an origin that cannot be reached, where it says
    /// nothing of that itself (RFC 9111 §4.2.4).
    static let unreachableLimit: UInt32 = 86_400

    /// Whether it may be given, although it is stale, in place of an origin that fails (RFC 5861 §4).
    ///
    /// - Parameters:
    ///   - asked: what the request says.
    ///   - isUnreachable: the origin did not answer at all.
    func mayStandIn(for asked: CacheControl, isUnreachable: Bool, at now: Int64) -> Bool {
        guard !asked.flags.contains(.noCache) else { return false }
        let stated = cacheControl.staleIfError ?? asked.staleIfError
        let limit = isUnreachable ? stated ?? Self.unreachableLimit : stated
        return freshness.allowsStale(cacheControl, within: limit, at: now)
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
