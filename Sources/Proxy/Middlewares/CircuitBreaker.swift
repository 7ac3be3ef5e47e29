internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `circuitBreaker`
final class CircuitBreaker: LoopMiddleware {
    private let settings: CircuitBreakerSettings
    private let circuit: Circuit
    private let loop: EventLoop

    init(_ settings: CircuitBreakerSettings, circuit: Circuit, loop: EventLoop) {
        (self.settings, self.circuit, self.loop) = (settings, circuit, loop)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        if circuit.permits(at: loop.now) {
            steps.keep(Asked(at: loop.now), at: position)
            return .next
        }
        steps.answerWithPhrase(settings.responseCode)
        return .taken
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        guard let asked = steps.kept(Asked.self, at: position) else { return .next }
        let status = steps.exchange.response.status
        if circuit.note(status: status, after: loop.now.since(asked.time), at: loop.now) {
            steps.handler?.proxy.note("circuit opened", router: steps.target?.router ?? "")
        }
        return .next
    }

    private final class Asked {
        let time: MonotonicTime
        init(at time: MonotonicTime) { self.time = time }
    }
}

extension RequestSteps {
    /// A status whose phrase is all that there is to say.
    func answerWithPhrase(_ status: Int) {
        let response = exchange.response
        response.reset()
        response.status = status
        deliverPhrase()
    }

    /// Sends the response that stands in the exchange, with its status's phrase for a body.
    func deliverPhrase() {
        let phrase = StatusLine.reason(of: exchange.response.status)
        exchange.response.framing = .length(UInt64(phrase.utf8CodeUnitCount))
        deliver(phrase.utf8CodeUnitCount > 0 ? BytesBody(phrase) : nil)
    }
}
