internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// What is stored, and whether this request may have it.
extension MediaRequest {
    func lookUp() {
        guard let object = findVariant() else { return ask(known: nil) }
        let response = object.response, now = exchange.beganWall.seconds
        if isAuthorised, !Storability.sharesAuthorised(response.cacheControl) { return leave(.authorization) }
        let remaining = response.freshness.remaining(at: now)
        status.ttl = remaining
        guard isAcceptable(response, at: now) else {
            if remaining > 0 { status = CacheStatus(.forward(.request)) }
            return ask(known: object)
        }
        if remaining > 0 || mayBeStale(response, at: now) { return deliver(object) }
        guard response.freshness.allowsStaleWhileRevalidating(response.cacheControl, at: now), !asksInItsOwnWay else {
            return ask(known: object)
        }
        refreshBehind(object)
        deliver(object)
    }

    var isAuthorised: Bool { exchange.request.has(.authorization) }

    /// The record for this request, where there are several for the address; leaves the key at the place of a new one.
    func findVariant() -> StoredObject? {
        guard let media = cache?.media else { return nil }
        writeKey()
        guard let newest = key.withSpan({ media.store.find($0) }) else { return nil }
        guard let stored = newest.response.selection else { return whole(newest) }
        let mine = stored.like(exchange.request)
        if mine == stored { return whole(newest) }
        ObjectKey.addVariant(mine, to: key)
        guard let variant = key.withSpan({ media.store.find($0) }), isCurrent(variant, beside: newest) else {
            if status.handling == .hit { status = CacheStatus(.forward(.varyMiss)) }
            return nil
        }
        return whole(variant)
    }

    private func isCurrent(_ variant: StoredObject, beside newest: StoredObject) -> Bool {
        guard variant.response.freshness.responseTime > newest.response.variantsFrom,
            variant.response.selection?.matches(exchange.request) ?? true
        else { return false }
        // Of one content for all pages, another version than the newest is of the past, however fresh it calls itself.
        return newest.response.selection?.isByOriginOnly != true || variant.id == newest.id
    }

    /// Nil where a part of the object is gone and could not be joined to what is left.
    private func whole(_ object: StoredObject) -> StoredObject? {
        if object.response.isCombinable || object.length == 0 { return object }
        return holds(object, 0..<object.length) ? object : nil
    }

    /// Whether all chunks are stored, or on their way.
    private func holds(_ object: StoredObject, _ range: Range<UInt64>) -> Bool {
        guard let media = cache?.media, !range.isEmpty else { return true }
        let size = UInt64(media.settings.chunkSize)
        for index in Int(range.lowerBound / size)...Int((range.upperBound - 1) / size)
        where !media.store.contains(object, chunk: index) {
            if media.registry.find(.init(object: object.id, index: index)) == nil { return false }
        }
        return true
    }

    // MARK: The request's own wishes

    /// Whether a response is good enough for what the request itself says (RFC 9111 §5.2.1), freshness apart.
    private func isAcceptable(_ response: CachedResponse, at now: Int64) -> Bool {
        guard !wishes.flags.contains(.noCache) else { return false }
        let freshness = response.freshness
        // A reload does not ask again for what never changes (RFC 8246 §2).
        let isFixed = response.cacheControl.flags.contains(.immutable) && freshness.isFresh(at: now)
        if let oldest = wishes.maxAge, freshness.age(at: now) > oldest, !isFixed { return false }
        if let least = wishes.minFresh, freshness.remaining(at: now) < Int64(least) { return false }
        return true
    }

    /// Whether the request takes a response that is no longer fresh.
    private func mayBeStale(_ response: CachedResponse, at now: Int64) -> Bool {
        response.freshness.allowsStale(response.cacheControl, within: wishes.maxStale, at: now)
    }

    // MARK: Stale answers

    /// What is stored, if it is enough for this request in place of an origin that fails.
    func standIn(_ object: StoredObject?) -> StoredObject? {
        guard let object, !wishes.flags.contains(.noCache) else { return nil }
        return holds(object, wanted(of: object)) ? object : nil
    }

    private func wanted(of object: StoredObject) -> Range<UInt64> {
        let request = exchange.request
        guard let value = request.first(.range), let set = request.withSpan(value, { RangeSet($0) }),
            case .single(let range) = set.resolve(length: object.length)
        else { return 0..<object.length }
        return range
    }

    func deliverStale(_ object: StoredObject) {
        status.ttl = object.response.freshness.remaining(at: exchange.beganWall.seconds)
        status.detail = "stale-if-error"
        deliver(object)
    }

    /// Asks for a newer one; nobody waits for it.
    private func refreshBehind(_ object: StoredObject) {
        guard let cache, service?.isAvailable == true else { return }
        let (inquiry, isMine) = cache.media.registry.inquire(key.array)
        guard isMine else { return }
        let size = UInt64(cache.media.settings.chunkSize)
        let isLong = object.response.isCombinable && object.length > size
        Fill.ask(
            cache, originRequest, isLong ? .bytes(from: 0, to: size - 1) : .whole, stored: object, standIn: object,
            inquiry: inquiry, asker: nil)
    }

    /// The record that there is by now, if it may be used at once.
    func freshNow() -> StoredObject? {
        let now = exchange.beganWall.seconds
        guard let object = findVariant(), object.response.freshness.isFresh(at: now),
            isAcceptable(object.response, at: now),
            !isAuthorised || Storability.sharesAuthorised(object.response.cacheControl)
        else { return nil }
        status.isCollapsed = true
        return object
    }
}
