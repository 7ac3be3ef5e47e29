internal import ChunkStore
internal import LinuxIO

/// For objects behind signed URLs, the request that the origin has last granted and whose signature lasts longest: a fill
/// outlives the signature that it began with. For all loops, and bounded.
final class SignedRequests: Sendable {
    /// What of an `OriginRequest` does not belong to a loop.
    struct Text: Sendable {
        let line: [UInt8]
        let host: [UInt8]?
        let fields: [UInt8]
        let signature: Signature
    }

    private static let limit = 256
    private let shards = (0..<16).map { _ in Locked<[ObjectID: Text]>([:]) }

    private func shard(_ id: ObjectID) -> Locked<[ObjectID: Text]> { shards[Int(truncatingIfNeeded: id.low) & 15] }

    /// The origin has granted this request; without a signature nothing is kept.
    func note(_ origin: OriginRequest, for object: StoredObject) {
        guard let signature = origin.signature else { return }
        shard(object.id).withLock { known in
            if let other = known[object.id], other.signature.ends ?? .max > signature.ends ?? .max { return }
            if known.count >= Self.limit, known[object.id] == nil, let any = known.first { known[any.key] = nil }
            known[object.id] = Text(
                line: origin.line, host: origin.host, fields: origin.facts.fields, signature: signature)
        }
    }

    func find(_ object: StoredObject) -> Text? { shard(object.id).withLock { $0[object.id] } }
}

extension LoopCache {
    /// What missing bytes of an object can be asked for with: the request at hand as long as its signature is good; once
    /// that has ended, the request of a viewer whose own has not. Who began in time is allowed to finish.
    func current(_ origin: OriginRequest, for object: StoredObject) -> OriginRequest? {
        guard let signature = origin.signature else { return origin }
        if media.permissions.isDenied(signature.name, at: loop.now) { return nil }
        if !signature.hasEnded(at: loop.wallNow.seconds) { return origin }
        guard let other = media.signedRequests.find(object), !other.signature.hasEnded(at: loop.wallNow.seconds),
            !media.permissions.isDenied(other.signature.name, at: loop.now)
        else { return nil }
        var fresher = origin
        (fresher.line, fresher.host, fresher.facts.fields) = (other.line, other.host, other.fields)
        fresher.signature = other.signature
        return fresher
    }

    /// The origin has answered a signed request.
    ///
    /// - Parameter denies: a no keeps the URL from being used for a while.
    func learn(_ status: Int, of origin: OriginRequest, askedAt: MonotonicTime, denies: Bool) {
        guard let signature = origin.signature else { return }
        let permissions = media.permissions
        if Signature.isGrant(status) {
            let end = signature.permissionEnd(askedAt: askedAt, now: loop.now, wallNow: loop.wallNow.seconds)
            permissions.grant(signature.name, until: end)
        } else if Signature.isRefusal(status) {
            permissions.revoke(signature.name)
            if denies { permissions.deny(signature.name, at: loop.now) }
        }
    }

    /// The first record of an object behind signed URLs is one whose fields the URL changed: the object is made known to
    /// URLs that change others.
    func noteShared(_ object: StoredObject, _ response: CachedResponse) {
        guard let shared = ObjectKey.sharedKey(of: object.key) else { return }
        let place = shared.prefix { $0 != 0 }
        let isKnown = unsafe place.withUnsafeBytes { unsafe media.store.find($0.bytes) } != nil
        guard !isKnown else { return }
        _ = media.store.insert(key: shared, id: object.id, length: object.length, metadata: response)
    }
}
