internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// Requests with a signed URL: the bytes are everybody's, the permission is the URL's own.
///
/// The first use of a URL goes to the origin, which says yes or no; a yes holds for that URL, byte for byte, and no longer
/// than its signature. Where the object is stored, one byte of it is asked for, on condition that it has changed: verdict
/// and revalidation in one. Where it is not, the fill is the question.
extension MediaRequest {
    enum SignatureReading {
        case none
        case usable(Signature)
        /// By what it says of itself it cannot be good, or depends on more than the URL.
        case unusable
    }

    /// Requests of others that it waits for before it asks alone: theirs may be refused, or never end.
    private static let patience = 2

    /// Reads the URL's signature.
    func readSignature() -> SignatureReading {
        let request = exchange.request
        guard let cache, let query = request.query else { return .none }
        let parameters = policy.signingParameters
        let signed = request.withSpan(query) { SignedQuery($0, configured: parameters) }
        switch signed.form {
        case .none: return .none
        case .faulty: return .unusable
        case .s3v4, .s3v2, .configured: break
        }
        guard signed.isCurrent(at: exchange.beganWall.seconds) else { return .unusable }
        key.removeAll()
        if let authority = request.authority { request.write(authority, to: key) }
        key.append(0)
        request.write(request.path, to: key)
        key.append("?")
        request.write(query, to: key)
        let name = key.withSpan { cache.media.permissions.name(of: $0) }
        return .usable(
            Signature(name: name, ends: signed.ends, askTTL: policy.sign?.askTTL ?? SignSettings().askTTL))
    }

    /// Writes the key of the address, or of the place behind a signed URL.
    func writeKey() {
        if signature == nil {
            ObjectKey.write(exchange.request, to: key)
        } else {
            ObjectKey.writeSigned(exchange.request, policy, to: key)
        }
    }

    func begin(_ signature: Signature) {
        self.signature = signature
        // Two proofs of who asks are more than are understood here.
        if isAuthorised { return leave(.authorization) }
        if !needsPermission { return lookUp() }
        // A signature is one for a method: what a GET may, a HEAD may not always, and the other way round.
        if exchange.request.method == .head { return leave(.method) }
        askPermission()
    }

    /// Whether the origin has not said yes to this URL, or too long ago.
    var needsPermission: Bool {
        guard let signature, let cache else { return false }
        if signature.hasEnded(at: cache.loop.wallNow.seconds) { return true }
        return !cache.media.permissions.holds(signature.name, at: cache.loop.now)
    }

    /// Whether what is stored cannot be asked about in the client's words: a HEAD would need a signature of its own, and
    /// the fields that a URL changes come with the object only, not with a 304.
    var asksInItsOwnWay: Bool {
        signature != nil && (exchange.request.method == .head || ObjectKey.hasOverrides(key.array))
    }

    func askPermission() {
        guard let cache, let signature else { return }
        writeKey()
        let hasOverrides = ObjectKey.hasOverrides(key.array)
        // Before the key becomes a variant's.
        let isKnown = self.isKnown
        let known = findVariant()
        guard known != nil || isKnown else { return ask(known: nil) }
        guard mayAsk() else { return }
        status = CacheStatus(.forward(.request))
        status.detail = BypassReason.signature.detail
        phase = .asking
        let (inquiry, isMine) = inquire(signature.name.bytes)
        guard isMine else { return wait(for: inquiry) }
        asksPermission = true
        let condition = hasOverrides || known?.response.hasValidator != true ? nil : known
        // What cannot be joined to other answers is fetched as a whole or not at all.
        let isWhole = known?.response.isCombinable == false
        asked = Fill.ask(
            cache, originRequest, isWhole ? .whole : .bytes(from: 0, to: 0), stored: condition, standIn: nil,
            inquiry: inquiry, key: key.array, asker: self)
    }

    /// Whether there is a record of the object for whatever URL and origin: its bytes may be here.
    private var isKnown: Bool {
        guard let store = cache?.media.store else { return false }
        var place = key.array
        if let end = place.firstIndex(of: 0) { place.removeSubrange(end...) }
        let keys = [place, place + [0, 3], key.array]
        return keys.contains { key in unsafe key.withUnsafeBytes { unsafe store.find($0.bytes) } != nil }
    }

    /// A question that others may wait for, or one of our own after enough of waiting.
    func inquire(_ key: [UInt8]) -> (inquiry: Inquiry, isMine: Bool) {
        guard waits < Self.patience, let cache else { return (Inquiry(key), true) }
        return cache.media.registry.inquire(key)
    }

    /// Whether another request's answer is not one for us, and we ask on.
    func resumeSigned(after answer: Inquiry.Answer) -> Bool {
        guard signature != nil else { return false }
        waits += 1
        switch answer {
        case .stored where !needsPermission, .stale where !needsPermission: return false
        case .failed: return false
        case .stored, .stale, .notShared:
            phase = .idle
            askPermission()
            return true
        }
    }

    /// Whether an answer that is not to be shared is not even the client's, because its question was another one.
    func leavesAnswer(of fill: Fill) -> Bool {
        guard asksPermission else { return false }
        let status = fill.call.response?.status ?? 0
        return exchange.request.method == .head || Signature.isGrant(status) || status == 416
    }
}
