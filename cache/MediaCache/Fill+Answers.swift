internal import ChunkStore
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// What the head of the origin's response means.
extension Fill {
    // MARK: A first question

    func answeredQuestion(_ head: ResponseHead) {
        let now = cache.loop.wallNow.seconds
        let times = CachedResponse.Times(request: askedAt, response: now)
        if head.status == 304, let object { return confirmed(object, head, times) }
        let scan = ResponseScan(head, now: now)
        let response = CachedResponse(reading: head, origin: origin.origin, policy: origin.policy, times: times)
        if let reason = obstacle(head, scan, response) { return notShared(reason) }
        guard let range = head.objectRange(scan), let total = head.objectTotal(scan) else {
            return notShared(head.status == 206 ? .partialContent : .unknownLength)
        }
        guard head.status == 200 || question.span.begins(with: range, of: total) else {
            // Its label may be wrong, and its bytes others than it says.
            return fail(.malformed(HTTP1Error(status: 502, reason: "a part that was not asked for")))
        }
        let id = ObjectKey.identity(of: key, version: response.strongValidator, length: total)
        guard let stored = cache.media.store.insert(key: key, id: id, length: total, metadata: response) else {
            return notShared(.tooLarge)
        }
        object = stored
        cache.noteShared(stored, response)
        (position, end) = (range.lowerBound, range.upperBound)
        _ = claimChunk()
        answer(.stored(stored))
        asker?.discovered(stored, self)
        beginFilling()
    }

    /// The stored response is good again, with the fields that the 304 brought (RFC 9111 §4.3.4).
    private func confirmed(_ object: StoredObject, _ head: ResponseHead, _ times: CachedResponse.Times) {
        let old = object.response
        let update = CachedResponse(reading: head, origin: origin.origin, policy: origin.policy, times: times)
        guard old.agrees(with: update) else {
            // A 304 for a version that we did not ask about says nothing of ours.
            cache.media.store.remove(object)
            return fail(.malformed(HTTP1Error(status: 502, reason: "304 for another version")))
        }
        let fresh = CachedResponse(
            reading: head, origin: origin.origin, policy: origin.policy, times: times, keeping: old)
        let renewed = cache.media.store.replace(object, metadata: fresh)
        cache.media.signedRequests.note(origin, for: renewed)
        answer(.stored(renewed))
        asker?.discovered(renewed, self)
        finish()
    }

    private func notShared(_ reason: BypassReason) {
        // What is stored under this address is not what the origin gives now.
        if let object, call.response?.status == 200 || call.response?.status == 206 {
            cache.media.store.remove(object)
        }
        answer(.notShared)
        guard let asker else { return finish() }
        object = nil
        asker.notShared(self, reason)
    }

    private func answer(_ answer: Inquiry.Answer) {
        guard let inquiry else { return }
        self.inquiry = nil
        cache.media.registry.close(inquiry, answer)
    }

    private func obstacle(_ head: ResponseHead, _ scan: ResponseScan, _ response: CachedResponse) -> BypassReason? {
        var facts = Storability.Response(
            status: UInt16(clamping: head.status), cacheControl: scan.cacheControl,
            lifetime: response.freshness.lifetime, hasValidator: scan.etag != nil || scan.lastModified != nil)
        facts.hasSetCookie = scan.hasSetCookie
        facts.vary = scan.vary
        facts.isCoded = scan.isCoded
        facts.contentRange = scan.contentRange
        if case .bypass(let reason) = Storability(of: facts, to: Storability.Request(isGET: true)) { return reason }
        return response.isCombinable ? nil : .weakValidator
    }

    // MARK: A run

    /// The bytes have to be those of the version that is stored, with the place that was asked for among them.
    func answeredRun(_ head: ResponseHead) {
        guard let object else { return finish() }
        guard let range = cache.bytes(in: head, of: object, askedAt, origin), range.contains(position) else {
            return broken()
        }
        skip = position - range.lowerBound
        end = min(end, range.upperBound)
        beginFilling()
    }

    private func beginFilling() {
        if let object { cache.media.signedRequests.note(origin, for: object) }
        phase = .filling
        call.body?.sink = self
        pull()
    }
}

extension StoredObject {
    /// Every record of a media store holds a response.
    var response: CachedResponse { unsafe unsafeDowncast(metadata, to: CachedResponse.self) }
}
