internal import ChunkStore
internal import Configuration
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
        if Self.isFailure(head.status), standIn(for: UInt16(head.status)) { return finish() }
        let scan = ResponseScan(head, now: now)
        let response = CachedResponse(reading: head, to: origin.facts, times: times)
        if let reason = obstacle(head.status, scan, response) { return notShared(reason) }
        guard let range = head.objectRange(scan), let total = head.objectTotal(scan) else {
            if head.status == 206 { return notShared(.partialContent) }
            let isWhole = head.framing == .chunked
            return notShared(.unknownLength, keeping: isWhole ? BodyRecord(cache, key: key, succeeding(response)) : nil)
        }
        // What cannot be told apart from other answers is stored in one piece or not at all.
        guard response.isCombinable || head.status != 206 && total <= UInt64(cache.media.settings.chunkSize) else {
            return notShared(.weakValidator)
        }
        guard head.status != 206 || question.span.begins(with: range, of: total) else {
            // Its label may be wrong, and its bytes others than it says.
            return fail(.malformed(HTTP1Error(status: 502, reason: "a part that was not asked for")))
        }
        let id = ObjectKey.identity(of: key, version: response.strongValidator, length: total)
        let metadata = succeeding(response)
        let known = object
        let stored = cache.media.store.insert(key: key, id: id, length: total, metadata: metadata) { made in
            // Who finds the record has to find the claim with it, or asks the origin once more.
            object = made
            (position, end) = (range.lowerBound, range.upperBound)
            _ = claimChunk()
        }
        guard let stored else {
            dropClaims()
            object = known
            return notShared(.tooLarge)
        }
        cache.noteShared(stored, response)
        answer(.stored(stored))
        asker?.discovered(stored, self)
        beginFilling()
    }

    /// The stored response is good again, with the fields that the 304 brought (RFC 9111 §4.3.4).
    private func confirmed(_ object: StoredObject, _ head: ResponseHead, _ times: CachedResponse.Times) {
        let old = object.response
        let update = CachedResponse(reading: head, to: origin.facts, times: times)
        guard old.agrees(with: update) else {
            // A 304 for a version that we did not ask about says nothing of ours.
            cache.media.store.remove(object)
            return fail(.malformed(HTTP1Error(status: 502, reason: "304 for another version")))
        }
        let fresh = CachedResponse(reading: head, to: origin.facts, times: times, keeping: old)
        if let reason = obstacle(Int(old.status), ResponseScan(head, now: times.response), fresh) {
            // What it says now is for one person, or for nobody's store: nothing of it may reach the next one.
            cache.media.store.remove(object)
            return notShared(reason)
        }
        let renewed = cache.media.store.replace(object, metadata: fresh)
        cache.media.signedRequests.note(origin, for: renewed)
        answer(.stored(renewed))
        asker?.discovered(renewed, self)
        finish()
    }

    /// A new record takes over what its address's older one says of variants; without one, none is known to be good.
    private func succeeding(_ response: CachedResponse) -> CachedResponse {
        guard ObjectKey.isPrimary(key) else { return response }
        let older = unsafe key.withUnsafeBytes { unsafe cache.media.store.find($0.bytes) }
        return response.dropsVariants(
            upTo: older?.response.variantsFrom ?? response.freshness.responseTime - 1)
    }

    private func notShared(_ reason: BypassReason, keeping record: BodyRecord? = nil) {
        // What is stored under this address is not what the origin gives now.
        if let object, call.response?.status == 200 || call.response?.status == 206 {
            cache.media.store.remove(object)
        }
        answer(.notShared)
        guard let asker else { return finish() }
        object = nil
        asker.notShared(self, reason, keeping: record)
    }

    // MARK: An origin that fails

    private static func isFailure(_ status: Int) -> Bool { status == 500 || (502...504).contains(status) }

    /// Has what is stored answer in the origin's place, where it may; false otherwise.
    ///
    /// - Parameter status: the origin's; nil when it did not answer.
    func standIn(for status: UInt16?) -> Bool {
        let now = cache.loop.wallNow.seconds
        let asked = origin.facts.cacheControl
        guard let standIn, standIn.response.mayStandIn(for: asked, isUnreachable: status == nil, at: now) else {
            return false
        }
        answer(.stale(standIn))
        asker?.standsIn(standIn, status: status)
        return true
    }

    func answer(_ answer: Inquiry.Answer) {
        guard let inquiry else { return }
        self.inquiry = nil
        cache.media.registry.close(inquiry, answer)
    }

    private func obstacle(_ status: Int, _ scan: ResponseScan, _ response: CachedResponse) -> BypassReason? {
        var facts = Storability.Response(
            status: UInt16(clamping: status), cacheControl: response.cacheControl,
            lifetime: response.freshness.lifetime, hasValidator: response.hasValidator)
        facts.hasSetCookie = scan.hasSetCookie
        facts.vary = scan.vary
        facts.isCoded = scan.isCoded
        facts.contentRange = scan.contentRange
        let request = Storability.Request(isGET: true, hasAuthorization: origin.facts.hasAuthorization)
        if case .bypass(let reason) = Storability(of: facts, to: request) { return reason }
        // What an origin says to one signature beside the bytes is said to that one alone.
        return origin.signature != nil && status != 200 && status != 206 ? .status : nil
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
