internal import Configuration
internal import HTTP
internal import MediaCache
internal import Transport

/// Step 4: straight through, or by the cache?
extension RequestSteps {
    enum Way {
        /// No cache on this route.
        case through
        /// There is one, and it must not be used for this request.
        case bypass(BypassReason)
        case media(LoopCache, CachePolicy)
    }

    func classify(_ target: RouteTarget) -> Way {
        let request = exchange.request
        guard let media = target.media else { return .through }
        if request.hasPlayerData, media.policy.signs(request) { request.dropPlayerData() }
        guard request.method == .get || request.method == .head, request.framing == .none, !request.wantsUpgrade else {
            return .bypass(.method)
        }
        var facts = Storability.Request(isGET: true)
        for field in request.fields where field.id == .cacheControl {
            request.withSpan(field.value) { facts.cacheControl.add($0) }
        }
        if let reason = Storability.obstacle(in: facts) { return .bypass(reason) }
        return .media(media.cache, media.policy)
    }
}
