internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// `forwardAuth`
final class ForwardAuthenticator: LoopMiddleware {
    let settings: ForwardAuth
    let pool: ServerPool
    let fields: AuthFields
    let loop: EventLoop
    let workers: Workers
    /// For the whole answer.
    static let limit: Duration = .seconds(30)

    /// - Parameter transport: id of the one that the server is reached by; nil means the global one.
    init(_ settings: ForwardAuth, by transport: String?, at place: MiddlewarePlace) {
        self.settings = settings
        pool = place.upstreams.pool(for: settings.server, by: transport)
        fields = AuthFields(settings)
        (loop, workers) = (place.loop, place.workers)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let inquiry = AuthInquiry(steps, at: position, by: self)
        steps.keep(inquiry, at: position)
        inquiry.begin()
        return .taken
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        if let inquiry = steps.kept(AuthInquiry.self, at: position) {
            fields.addCookies(inquiry.cookies, to: steps.exchange.response)
        }
        return .next
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(AuthInquiry.self, at: position)?.end() }
}
