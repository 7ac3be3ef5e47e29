internal import ChunkStore
internal import HTTP
internal import LinuxIO

/// What the origin answers about the bytes of an object that is known.
extension LoopCache {
    /// Where an answer's bytes stand in the object; nil when they cannot be used. They have to be those of the version
    /// that is known: where they show another one, the record is asked about or removed.
    ///
    /// - Parameter askedAt: when the question went out, in seconds since 1970.
    func bytes(
        in head: ResponseHead, of object: StoredObject, _ askedAt: Int64, _ origin: OriginRequest
    ) -> Range<UInt64>? {
        let now = loop.wallNow.seconds
        guard head.status == 200 || head.status == 206 else {
            // A refused signature says nothing about the object.
            let isRefused = origin.signature != nil && Signature.isRefusal(head.status)
            if head.status < 500, head.status != 429, !isRefused { media.expire(object) }
            return nil
        }
        let scan = ResponseScan(head, now: now)
        let response = CachedResponse(
            reading: head, to: origin.facts, times: CachedResponse.Times(request: askedAt, response: now))
        guard !scan.isCoded, object.response.isSameVersion(as: response), let range = head.objectRange(scan) else {
            media.expire(object)
            return nil
        }
        guard head.objectTotal(scan) == object.length else {
            // One version of two lengths: whatever is stored of it cannot be trusted.
            media.store.remove(object)
            return nil
        }
        return range
    }
}

extension ResponseHead {
    /// Where the body's bytes lie in the whole object; nil when a success does not say, or says two things.
    func objectRange(_ scan: ResponseScan) -> Range<UInt64>? {
        if status != 206 { return statedLength.map { 0..<$0 } }
        guard case .part(let range, _) = scan.contentRange else { return nil }
        if case .length(let length) = framing, length != range.length { return nil }
        return range
    }

    /// Bytes of the whole object; nil when a success does not say.
    func objectTotal(_ scan: ResponseScan) -> UInt64? {
        if status != 206 { return statedLength.flatMap { $0 <= ContentRange.maximumLength ? $0 : nil } }
        guard case .part(_, let total) = scan.contentRange else { return nil }
        return total
    }

    /// Bytes of the body; nil where only its end tells.
    private var statedLength: UInt64? {
        switch framing {
        case .none: 0
        case .length(let length): length
        case .chunked, .untilClose: nil
        }
    }
}
