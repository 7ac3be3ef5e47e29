internal import ChunkStore
package import Configuration
package import HTTP
internal import LinuxIO

/// What responses that went straight through say of stored ones.
extension LoopCache {
    /// A request that may change what is at its address was answered without an error: what is stored of it, and of the
    /// addresses that the response names, is asked about before its next use (RFC 9111 §4.4).
    package func invalidate(_ request: RequestHead, answeredBy response: ResponseHead, _ policy: CachePolicy) {
        ObjectKey.write(request, to: scratch)
        invalidateKey()
        ObjectKey.writeSigned(request, policy, to: scratch)
        invalidateKey()
        ObjectKey.addShared(to: scratch)
        invalidateKey()
        for id in [FieldID.location, .contentLocation] {
            guard let value = response.first(id) else { continue }
            let isOurs = response.withSpan(value) { ObjectKey.write(location: $0, sameOriginAs: request, to: scratch) }
            guard isOurs else { continue }
            invalidateKey()
            ObjectKey.addSignedMark(to: scratch)
            invalidateKey()
        }
    }

    private func invalidateKey() {
        guard let object = scratch.withSpan({ media.store.find($0) }) else { return }
        let variantsEnd = loop.wallNow.seconds
        _ = media.store.replace(object, metadata: object.response.expired.dropsVariants(upTo: variantsEnd))
    }

    /// The answer to a HEAD request tells whether what is stored is still what a GET would bring (RFC 9111 §4.3.5).
    package func learn(_ request: RequestHead, _ head: ResponseHead, policy: CachePolicy) {
        ObjectKey.write(request, to: scratch)
        guard head.status == 200, !request.has(.authorization), let object = scratch.withSpan({ media.store.find($0) }),
            object.response.status == 200, object.response.selection?.matches(request) ?? true
        else { return }
        let now = loop.wallNow.seconds
        let fields = ByteBuffer(capacity: 1024)
        request.writeFields(to: fields)
        let facts = RequestFacts(fields: fields.array, policy: policy, hasCookie: request.has(.cookie))
        let times = CachedResponse.Times(request: now, response: now)
        let told = CachedResponse(reading: head, to: facts, times: times)
        let scan = ResponseScan(head, now: now)
        guard isSame(head, told, as: object), !scan.hasSetCookie, !scan.vary.contains(.unusable),
            told.cacheControl.flags.isDisjoint(with: [.noStore, .isPrivate])
        else { return media.expire(object) }
        _ = media.store.replace(
            object, metadata: CachedResponse(reading: head, to: facts, times: times, keeping: object.response))
    }

    private func isSame(_ head: ResponseHead, _ told: CachedResponse, as object: StoredObject) -> Bool {
        let stored = object.response
        if let length = head.first(.contentLength), head.decimal(length) != object.length { return false }
        if told.etag != nil || stored.etag != nil { return told.etag == stored.etag }
        return told.lastModified == nil || told.lastModified == stored.lastModified
    }
}
