internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Transport
internal import Upstream

/// Step 3: what stands between router and service, in the router's order; the response takes the same way back.
extension RequestSteps {
    /// Goes on at the middleware at `position`; behind the last one is the service.
    func proceed(from position: Int) {
        guard let target else { return }
        var position = position
        while position < target.chain.count {
            (passed, entered) = (position, position + 1)
            switch target.chain[position].receive(self, at: position) {
            case .next: position += 1
            case .taken: return
            }
        }
        passed = target.chain.count
        serve(target)
    }

    /// Sends the response that stands in `exchange.response` back through the middlewares that the request has passed.
    func deliver(_ body: (any BodySource)?) { deliver(body, from: passed) }

    /// As `deliver`, but only through those before `position`.
    func deliver(_ body: (any BodySource)?, from position: Int) {
        var body = body
        if passBack(from: position, &body) { exchange.respond(body) }
    }

    /// Shows the response to the middlewares before `position`, innermost first; false when one of them took it.
    func passBack(from position: Int, _ body: inout (any BodySource)?) -> Bool {
        guard position > 0, let chain = target?.chain else { return true }
        for place in (0..<position).reversed() {
            passed = place
            guard case .next = chain[place].respond(self, at: place, &body) else { return false }
        }
        return true
    }

    /// Sends the request in again from behind the middleware at `position`, whatever became of it further in.
    func restart(behind position: Int, _ point: RequestHead.Point) {
        leaveChain(behind: position)
        dropService()
        exchange.response.reset()
        exchange.request.restore(point)
        proceed(from: position + 1)
    }

    /// Ends what the service does for this request; its response is no longer wanted.
    func dropService() {
        endAdminCall()
        if outcome == .media { media.ended() }
        call.finish()
        server = nil
        if picked != nil { dropPick() }
        outcome = .none
    }

    func leaveChain(behind position: Int) {
        guard let chain = target?.chain else { return }
        for place in (position + 1..<max(position + 1, entered)).reversed() {
            chain[place].leave(self, at: place)
            if place < kept.count { kept[place] = nil }
        }
        entered = position + 1
    }

    // MARK: What a middleware keeps

    /// Keeps something for this request and the middleware at `position`; nil forgets it.
    func keep(_ object: AnyObject?, at position: Int) {
        while kept.count <= position { kept.append(nil) }
        kept[position] = object
    }

    /// What was kept for this request.
    func kept<Object: AnyObject>(_ type: Object.Type, at position: Int) -> Object? {
        position < kept.count ? kept[position] as? Object : nil
    }
}
