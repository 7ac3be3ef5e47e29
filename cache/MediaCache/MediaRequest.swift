internal import ChunkStore
package import Configuration
package import HTTP
package import LinuxIO
package import Transport
package import Upstream

/// What a media request needs of the proxy that it belongs to.
package protocol MediaRequestOwner: AnyObject {
    /// Appends the line of a GET for the request's target.
    func writeOriginLine(to buffer: ByteBuffer)
    /// Appends the fields that go upstream, without `Host`, ranges, conditions and the empty line.
    func writeOriginFields(to buffer: ByteBuffer)
    /// Sends the response that stands in the exchange.
    func deliver(_ body: (any BodySource)?)
    /// The request has to go straight through after all.
    func passThrough(_ reason: BypassReason)
    /// The origin could not be asked.
    func mediaFailed(_ failure: ClientFailure)
    /// A response of the origin's arrived.
    func originAnswered(status: Int)
}

/// One request that a cache answers: looked up, if need be asked about, and delivered. Used again with its exchange.
package final class MediaRequest {
    enum Phase {
        /// Nothing goes on.
        case idle
        /// A question to the origin runs, ours or another request's. Next: `delivering`, or the proxy goes on alone.
        case asking
        case delivering
    }

    unowned let exchange: Exchange
    unowned let owner: any MediaRequestOwner
    var phase = Phase.idle
    var cache: LoopCache?
    var policy = CachePolicy()
    var service: LoopService?
    let key = ByteBuffer(capacity: 512)
    let body = MediaBody()
    /// What the cache says of itself.
    package internal(set) var status = CacheStatus(.hit)
    /// A response that belongs to this request alone.
    var relayed: UpstreamCall?
    var inquiry: Inquiry?
    /// Our own question to the origin.
    var asked: Fill?
    /// The signature in the URL; nil without one.
    var signature: Signature?
    /// How often it has waited for what others asked.
    var waits = 0
    /// Our own question is whether the signature is good, and not the client's.
    var asksPermission = false
    private var token: LoopToken?
    private var capturedOrigin: OriginRequest?
    /// To be delivered once it is known where its first bytes come from.
    var delayed: StoredObject?
    /// The end that the client asked for, where the origin was asked for more.
    var askedRange: ByteRange?

    package init(exchange: Exchange, owner: any MediaRequestOwner) { (self.exchange, self.owner) = (exchange, owner) }

    /// Answers the exchange's request, a GET or HEAD without credentials.
    package func begin(cache: LoopCache, policy: CachePolicy, service: LoopService) {
        (self.cache, self.policy, self.service) = (cache, policy, service)
        status = CacheStatus(.hit)
        askedRange = nil
        let request = exchange.request
        guard request.first(.ifMatch) == nil, request.first(.ifUnmodifiedSince) == nil else {
            return leave(.condition)
        }
        (signature, waits, asksPermission) = (nil, 0, false)
        switch readSignature() {
        case .none:
            ObjectKey.write(request, to: key)
            lookUp()
        case .usable(let signature): begin(signature)
        case .unusable: leave(.signature)
        }
    }

    /// The exchange is over.
    package func ended() {
        body.finish()
        relayed?.finish()
        relayed = nil
        // A late answer must not reach the next request of this exchange.
        asked?.asker = nil
        asked = nil
        if let token { cache?.loop.remove(token) }
        (token, inquiry, capturedOrigin, cache, service, delayed) = (nil, nil, nil, nil, nil, nil)
        signature = nil
        phase = .idle
    }

    func leave(_ reason: BypassReason) {
        phase = .idle
        owner.passThrough(reason)
    }

    // MARK: Lookup

    func lookUp() {
        guard let object = findVariant() else { return ask(known: nil) }
        let now = exchange.beganWall.seconds
        let remaining = object.response.freshness.remaining(at: now)
        status.ttl = remaining
        guard remaining > 0 else { return ask(known: object) }
        guard isAcceptable(object.response, at: now) else {
            status = CacheStatus(.forward(.request))
            return ask(known: object)
        }
        deliver(object)
    }

    /// The record for this request's `Origin`, where that matters; leaves the key at the place of a new one.
    func findVariant() -> StoredObject? {
        guard let store = cache?.media.store else { return nil }
        guard let object = key.withSpan({ store.find($0) }) else { return nil }
        guard let origin = object.response.origin, origin != requestOrigin else { return object }
        ObjectKey.addVariant(origin: requestOrigin, to: key)
        // A variant of another version than the newest is of the past, however fresh it calls itself.
        return key.withSpan { store.find($0) }.flatMap { $0.id == object.id ? $0 : nil }
    }

    var requestOrigin: [UInt8] { exchange.request.firstValue(.origin) ?? [] }

    /// Whether a fresh response is fresh enough for what the request itself says (RFC 9111 §5.2.1).
    private func isAcceptable(_ response: CachedResponse, at now: Int64) -> Bool {
        let request = exchange.request
        guard request.first(.cacheControl) != nil || request.first(.pragma) != nil else { return true }
        var directives = CacheControl()
        for field in request.fields where field.id == .cacheControl {
            request.withSpan(field.value) { directives.add($0) }
        }
        if directives.flags.contains(.noCache) { return false }
        if let oldest = directives.maxAge, response.freshness.age(at: now) > oldest { return false }
        if let least = directives.minFresh, response.freshness.remaining(at: now) < Int64(least) { return false }
        let isLegacyReload = request.first(.cacheControl) == nil && request.hasToken("no-cache", in: .pragma)
        return !isLegacyReload
    }

    // MARK: Asking

    func ask(known: StoredObject?) {
        guard let cache, mayAsk() else { return }
        if known != nil, asksInItsOwnWay { return askPermission() }
        // Only a GET teaches what a GET would get.
        if exchange.request.method == .head { return leave(.method) }
        if status.handling == .hit { status = CacheStatus(.forward(known == nil ? .uriMiss : .stale)) }
        phase = .asking
        let (inquiry, isMine) = inquire(key.array)
        if isMine {
            if needsPermission, let object = key.withSpan({ cache.media.store.find($0) }) {
                cache.media.registry.close(inquiry, .stored(object))
                return askPermission()
            }
            // Another loop's inquiry may have ended between our look at the store and now.
            if let object = freshNow(), object !== known {
                cache.media.registry.close(inquiry, .stored(object))
                return deliver(object)
            }
            let known = known?.response.hasValidator == true ? known : nil
            let question = OriginQuestion(
                span: firstSpan(chunkSize: UInt64(cache.media.settings.chunkSize)), known: known?.response)
            asked = Fill.ask(
                cache, originRequest, question, key: inquiry.key, known: known, inquiry: inquiry, asker: self)
            return
        }
        wait(for: inquiry)
    }

    /// False when the request is answered: the origin may not be asked, or cannot.
    func mayAsk() -> Bool {
        if exchange.request.hasToken("only-if-cached", in: .cacheControl) {
            answerNotCached()
            return false
        }
        // The proxy has the answer for a service without servers.
        if service?.isAvailable != true {
            leave(.notShared)
            return false
        }
        return true
    }

    func wait(for inquiry: Inquiry) {
        guard let cache else { return }
        status.isCollapsed = true
        self.inquiry = inquiry
        let token = self.token ?? cache.loop.add(self)
        self.token = token
        if !inquiry.wait(FillChunk.Waiter(loop: cache.loop.handle, token: token)) { woken() }
    }

    /// The record that the key has by now, if it may be used at once.
    private func freshNow() -> StoredObject? {
        guard let store = cache?.media.store, let object = key.withSpan({ store.find($0) }),
            object.response.origin.map({ $0 == requestOrigin }) ?? true,
            object.response.freshness.isFresh(at: exchange.beganWall.seconds),
            isAcceptable(object.response, at: exchange.beganWall.seconds)
        else { return nil }
        status.isCollapsed = true
        return object
    }

    /// What to ask for first, before the length is known: the client's own bytes up to the next chunk border.
    private func firstSpan(chunkSize: UInt64) -> OriginQuestion.Span {
        let request = exchange.request
        guard let value = request.first(.range), let set = request.withSpan(value, { RangeSet($0) }),
            request.first(.ifRange) == nil
        else { return .whole }
        askedRange = set.first
        switch set.first {
        case .closed(let first, let last):
            let border = last / chunkSize * chunkSize
            return .bytes(from: first, to: border > UInt64(Int64.max) ? last : border + chunkSize - 1)
        case .open(let first): return .bytes(from: first, to: nil)
        case .suffix(let count): return .suffix(count)
        }
    }

    private func answerNotCached() {
        phase = .delivering
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (504, .length(0))
        owner.deliver(nil)
    }
}

extension MediaRequest: MediaBodyOwner {
    var originRequest: OriginRequest {
        if let capturedOrigin { return capturedOrigin }
        let line = ByteBuffer(capacity: 256), fields = ByteBuffer(capacity: 1024)
        owner.writeOriginLine(to: line)
        owner.writeOriginFields(to: fields)
        let request = exchange.request
        let host = request.authority.map { request.withSpan($0) { $0.array } }
        let made = OriginRequest(
            service: service!, line: line.array, host: host, fields: fields.array,
            origin: request.firstValue(.origin), policy: policy, signature: signature)
        capturedOrigin = made
        return made
    }
}

extension MediaRequest: BodySink {
    /// A body that waited for memory has news.
    package func bodyReady() { if let delayed { deliver(delayed) } }
}

extension MediaRequest: LoopMember {
    /// The inquiry that this request waits for has its answer.
    package func woken() {
        guard phase == .asking, let inquiry, let answer = inquiry.answer else { return }
        self.inquiry = nil
        if resumeSigned(after: answer) { return }
        switch answer {
        case .stored(let object):
            if let origin = object.response.origin, origin != requestOrigin { return leave(.notShared) }
            deliver(object)
        case .notShared: leave(.notShared)
        case .failed(let failure): owner.mediaFailed(failure)
        }
    }
}

extension MediaRequest: FillAsker {
    func discovered(_ object: StoredObject, _ fill: Fill) {
        guard phase == .asking else { return }
        let answered = fill.call.response?.status ?? 0
        owner.originAnswered(status: answered)
        if answered == 304 { status.forwardStatus = 304 } else { status.isStored = true }
        body.follow(fill.control)
        deliver(object)
    }

    func notShared(_ fill: Fill, _ reason: BypassReason) {
        guard phase == .asking else { return fill.finish() }
        if leavesAnswer(of: fill) {
            fill.handOver().finish()
            return leave(exchange.request.method == .head ? .method : reason)
        }
        relay(fill.handOver(), reason)
    }

    func askFailed(_ failure: ClientFailure) {
        guard phase == .asking else { return }
        owner.mediaFailed(failure)
    }
}

extension CachedResponse {
    var hasValidator: Bool { etag != nil || lastModified != nil }
}
