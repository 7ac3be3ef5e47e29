internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// The response where it is a single one of the origin's.
extension MediaRequest {
    /// Passes on a response that belongs to this request alone.
    func relay(_ call: UpstreamCall, _ reason: BypassReason, keeping record: BodyRecord?) {
        phase = .delivering
        relayed = call
        guard let head = call.response, let source = call.body else { return owner.mediaFailed(.closed) }
        owner.originAnswered(status: head.status)
        if head.status == 101 {
            relayed = nil
            call.finish()
            return owner.mediaFailed(.malformed(HTTP1Error(status: 502, reason: "101 to a request without Upgrade")))
        }
        if needsOwnQuestion(head) {
            relayed = nil
            call.finish()
            return leave(reason)
        }
        if isNotModified(head) { return relayNotModified(head, call, reason) }
        let response = exchange.response
        response.reset()
        response.copyEndToEnd(of: head, toHead: false)
        if head.status == 206 { cutToAsked(head, response) }
        var said = CacheStatus(reason)
        said.isCollapsed = status.isCollapsed
        response.add(.cacheStatus) { said.append(named: "usher", to: $0) }
        owner.deliver(record.map { RecordedBody(source, $0) } ?? source)
    }

    /// Whether the client has this version already; the origin was asked without the client's conditions.
    private func isNotModified(_ head: ResponseHead) -> Bool {
        let request = exchange.request
        guard request.first(.ifNoneMatch) != nil || request.first(.ifModifiedSince) != nil,
            head.status == 200 || head.status == 206
        else { return false }
        let now = exchange.beganWall.seconds
        let scan = ResponseScan(head, now: now)
        let dates = Preconditions.Stored(lastModified: scan.lastModified, date: scan.date ?? now)
        return preconditions(etag: scan.etag, dates) == .notModified
    }

    private func relayNotModified(_ head: ResponseHead, _ call: UpstreamCall, _ reason: BypassReason) {
        let response = exchange.response
        response.reset()
        (response.status, response.framing) = (304, .none)
        for field in head.fields where field.id != .contentRange && !head.isHopByHop(field) {
            response.add(field, of: head)
        }
        var said = CacheStatus(reason)
        (said.forwardStatus, said.isCollapsed) = (UInt16(clamping: head.status), status.isCollapsed)
        response.add(.cacheStatus) { said.append(named: "usher", to: $0) }
        relayed = nil
        call.finish()
        owner.deliver(nil)
    }

    /// Several ranges or an `If-Range` were asked for, and the origin was asked something simpler.
    private func needsOwnQuestion(_ head: ResponseHead) -> Bool {
        let request = exchange.request
        guard let value = request.first(.range), head.status == 200 || head.status == 206 else { return false }
        if request.first(.ifRange) != nil { return true }
        guard let set = request.withSpan(value, { RangeSet($0) }) else { return false }
        return !set.others.isEmpty || head.first(.contentRange) == nil && head.status == 206
    }

    /// The origin was asked for the rest of a chunk, too: the client gets what it asked for.
    private func cutToAsked(_ head: ResponseHead, _ response: ResponseHead) {
        guard case .closed(_, let last) = askedRange, let value = head.first(.contentRange),
            case .part(let range, let total) = head.withSpan(value, { ContentRange($0) }),
            range.contains(last), range.upperBound > last + 1
        else { return }
        let kept = range.lowerBound..<last + 1
        response.reset()
        (response.status, response.framing) = (206, .length(kept.length))
        for field in head.fields where field.id != .contentRange && !head.isHopByHop(field) {
            response.add(field, of: head)
        }
        response.add(.contentRange) { ContentRange.part(kept, total: total).append(to: $0) }
    }
}
