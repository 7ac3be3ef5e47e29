internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// The question to the origin: by this request, or by another one whose answer it shares.
extension MediaRequest {
    func ask(known: StoredObject?) {
        guard let cache, mayAsk() else { return }
        if known != nil, asksInItsOwnWay { return askPermission() }
        let standIn = standIn(known)
        // Only a GET teaches what a GET would get.
        if exchange.request.method == .head { return leave(.method) }
        // What is most likely one person's is asked for in that person's own words.
        if isAuthorised, known == nil, hasOwnConditions { return leave(.authorization) }
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
            asked = Fill.ask(
                cache, originRequest, firstSpan(chunkSize: UInt64(cache.media.settings.chunkSize)), stored: known,
                standIn: standIn, inquiry: inquiry, asker: self)
            return
        }
        if isAuthorised { return leave(.authorization) }
        wait(for: inquiry)
    }

    /// False when the request is answered: the origin may not be asked, or cannot.
    func mayAsk() -> Bool {
        if wishes.flags.contains(.onlyIfCached) {
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

    private var hasOwnConditions: Bool {
        let request = exchange.request
        return request.has(.ifNoneMatch) || request.has(.ifModifiedSince) || request.has(.range)
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

    // MARK: Another request's answer

    func share(_ object: StoredObject) {
        let response = object.response
        guard response.selection?.matches(exchange.request) ?? true else { return lookUpAgain() }
        // What was made for one request only is not another's, where nothing ties it to the origin's version.
        guard response.isCombinable || response.freshness.isFresh(at: exchange.beganWall.seconds) else {
            return leave(.notShared)
        }
        deliver(object)
    }

    func shareStale(_ object: StoredObject) {
        guard object.response.selection?.matches(exchange.request) ?? true, let object = standIn(object) else {
            return leave(.notShared)
        }
        deliverStale(object)
    }

    /// The answer was for another variant; now it is known by what they differ.
    private func lookUpAgain() {
        if hasWaited { return leave(.notShared) }
        hasWaited = true
        status = CacheStatus(.hit)
        lookUp()
    }
}
