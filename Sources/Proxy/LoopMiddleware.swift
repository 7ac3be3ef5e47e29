internal import Transport

/// A middleware on one loop: it sees a request on its way in, and the response on its way out.
///
/// One instance serves all requests of a router on its loop. What belongs to one request is kept by `RequestSteps.keep`.
protocol LoopMiddleware: AnyObject {
    /// The request comes by. It may be changed, or be answered here by `RequestSteps.answer` or `deliver`.
    func receive(_ steps: RequestSteps, at position: Int) -> Passage
    /// The response comes by: its head stands in `steps.exchange.response`, where it may be changed; `body` may be
    /// replaced by one that wraps it.
    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage
    /// There will be no response from further in. True when the middleware sees to it that there is one.
    func failed(_ steps: RequestSteps, at position: Int, _ failure: ClientFailure) -> Bool
    /// The request is over, or goes back to a middleware further out; whatever was begun for it has to end.
    func leave(_ steps: RequestSteps, at position: Int)
}

/// Where a request or response goes from a middleware.
enum Passage {
    /// To the next one.
    case next
    /// Nowhere for now: the middleware answers it, or goes on later by `proceed` or `deliver`.
    case taken
}

extension LoopMiddleware {
    func receive(_ steps: RequestSteps, at position: Int) -> Passage { .next }
    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage { .next }
    func failed(_ steps: RequestSteps, at position: Int, _ failure: ClientFailure) -> Bool { false }
    func leave(_ steps: RequestSteps, at position: Int) {}
}
