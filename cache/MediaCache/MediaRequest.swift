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
    var token: LoopToken?
    private var capturedOrigin: OriginRequest?
    /// To be delivered once it is known where its first bytes come from.
    var delayed: StoredObject?
    /// The end that the client asked for, where the origin was asked for more.
    var askedRange: ByteRange?
    /// What the request's own `Cache-Control` says.
    var wishes = CacheControl()
    /// The answer that it waited for was of no use to it.
    var hasWaited = false

    package init(exchange: Exchange, owner: any MediaRequestOwner) { (self.exchange, self.owner) = (exchange, owner) }

    /// Answers the exchange's request, a GET or HEAD.
    package func begin(cache: LoopCache, policy: CachePolicy, service: LoopService) {
        (self.cache, self.policy, self.service) = (cache, policy, service)
        status = CacheStatus(.hit)
        (askedRange, hasWaited, wishes) = (nil, false, CacheControl())
        let request = exchange.request
        readWishes()
        guard request.first(.ifMatch) == nil, request.first(.ifUnmodifiedSince) == nil else {
            return leave(.condition)
        }
        (signature, waits, asksPermission) = (nil, 0, false)
        switch readSignature() {
        case .none: lookUp()
        case .usable(let signature): begin(signature)
        case .unusable: leave(.signature)
        }
    }

    private func readWishes() {
        let request = exchange.request
        guard request.has(.cacheControl) else {
            if request.hasToken("no-cache", in: .pragma) { wishes.flags.insert(.noCache) }
            return
        }
        for field in request.fields where field.id == .cacheControl {
            request.withSpan(field.value) { wishes.add($0) }
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
}

extension MediaRequest: MediaBodyOwner {
    var originRequest: OriginRequest {
        if let capturedOrigin { return capturedOrigin }
        let line = ByteBuffer(capacity: 256), fields = ByteBuffer(capacity: 1024)
        owner.writeOriginLine(to: line)
        owner.writeOriginFields(to: fields)
        let request = exchange.request
        let host = request.authority.map { request.withSpan($0) { $0.array } }
        let facts = RequestFacts(
            fields: fields.array, policy: policy, cacheControl: wishes,
            hasAuthorization: request.has(.authorization), hasCookie: request.has(.cookie))
        let made = OriginRequest(service: service!, line: line.array, host: host, facts: facts, signature: signature)
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
        case .stored(let object): share(object)
        case .stale(let object): shareStale(object)
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

    func notShared(_ fill: Fill, _ reason: BypassReason, keeping record: BodyRecord?) {
        guard phase == .asking else { return fill.finish() }
        if leavesAnswer(of: fill) {
            fill.finish()
            return leave(exchange.request.method == .head ? .method : reason)
        }
        if fill.call.response?.status == 304 {
            // The conditions were ours, and the client's own answer is another.
            fill.finish()
            return leave(reason)
        }
        relay(fill.handOver(), reason, keeping: record)
    }

    func standsIn(_ object: StoredObject, status code: UInt16?) {
        guard phase == .asking else { return }
        if let code { owner.originAnswered(status: Int(code)) }
        status.forwardStatus = code
        deliverStale(object)
    }

    func askFailed(_ failure: ClientFailure) {
        guard phase == .asking else { return }
        owner.mediaFailed(failure)
    }
}
