internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Step 1: what may not be passed on at all is answered here, and what a client may not say is taken out.
extension RequestSteps {
    /// False when the request is answered.
    func receive(_ policy: borrowing RequestPolicy) -> Bool {
        let request = exchange.request
        if policy.aliases.strategy != .keep, !dropAliases(policy.aliases) { return false }
        if !policy.trusted.isEmpty, let peer = exchange.peer { isTrusted = policy.trusted.contains(peer) }
        if !isTrusted { request.removeForwardingClaims() }
        if request.method == .connect {
            answer(501, "")
            return false
        }
        if request.method == .options, request.equalsIgnoringCase(request.path, "*") {
            answer(200, "")
            return false
        }
        return tidyTarget(policy)
    }

    /// False when such a field is there and makes the request a bad one.
    private func dropAliases(_ aliases: AliasedFields) -> Bool {
        let request = exchange.request
        if aliases.strategy == .delete {
            request.removeAliases(underscoreOnly: aliases.underscoreOnly)
        } else if request.hasAliases(underscoreOnly: aliases.underscoreOnly) {
            answer(400, "Bad Request\n", nosniff: true)
            return false
        }
        return true
    }

    /// A short answer of our own. As in Traefik, only texts that stand for a page say what they are, and mean it.
    func answer(_ status: Int, _ text: StaticString, nosniff: Bool = false) {
        let response = exchange.response
        response.reset()
        response.status = status
        response.framing = .length(UInt64(text.utf8CodeUnitCount))
        let hasText = text.utf8CodeUnitCount > 0
        if nosniff {
            response.add(.contentType, "text/plain; charset=utf-8")
            response.add(.xContentTypeOptions, "nosniff")
        }
        deliver(hasText ? BytesBody(text) : nil)
    }
}
