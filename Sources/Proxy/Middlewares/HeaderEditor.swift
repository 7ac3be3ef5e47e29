internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `headers`: CORS, the user's own fields, and what protects browsers.
final class HeaderEditor: LoopMiddleware {
    private let request: [FieldEdit]
    private let response: [FieldEdit]
    private let upstreamHost: [UInt8]?
    /// Whether `X-Forwarded-For` is taken out; nil where nothing is said of it.
    private let hidesClient: Bool?
    private let cors: CORSRules?
    private let security: BrowserSecurity

    init(_ settings: HeadersSettings) {
        request = settings.request.filter { $0.name.lowercased() != "host" }.map(FieldEdit.init)
        upstreamHost = settings.request.last { $0.name.lowercased() == "host" }?.value.map { Array($0.utf8) }
        hidesClient = request.last { $0.name.id == .xForwardedFor }.map { $0.value == nil }
        response = settings.response.map(FieldEdit.init)
        cors = settings.cors.map(CORSRules.init)
        security = BrowserSecurity(settings.security)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let head = steps.exchange.request
        for edit in request { edit.apply(to: head) }
        if let hidesClient { steps.hidesClient = hidesClient }
        if let upstreamHost { head.replaceUpstreamAuthority(upstreamHost) }
        if let cors, cors.isPreflight(head) {
            steps.exchange.response.reset()
            cors.answerPreflight(head, steps.exchange.response)
            steps.deliver(nil)
            return .taken
        }
        guard security.allowsHost(of: head) else {
            steps.answer(500, "Bad Host\n", nosniff: true)
            return .taken
        }
        return .next
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        let (head, answer) = (steps.exchange.request, steps.exchange.response)
        security.protect(answer, isSecure: security.isSecure(head, steps.exchange))
        cors?.apply(to: answer, for: head)
        for edit in response { edit.apply(to: answer) }
        return .next
    }
}

/// One field that is set or taken out, its name made ready.
struct FieldEdit {
    let name: FieldName
    /// Nil takes the field out.
    let value: String?

    init(_ edit: HeadersSettings.Edit) { (name, value) = (FieldName(edit.name)!.canonical, edit.value) }

    func apply(to head: MessageHead) {
        if let value { head.set(name, value) } else { head.remove(name) }
    }
}
