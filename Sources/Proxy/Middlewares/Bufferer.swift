internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `buffering`
final class Bufferer: LoopMiddleware {
    let settings: BufferingSettings
    let loop: EventLoop
    let workers: Workers
    /// However long the condition holds.
    private static let attemptLimit = 10

    init(_ settings: BufferingSettings, loop: EventLoop, workers: Workers) {
        (self.settings, self.loop, self.workers) = (settings, loop, workers)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        if request.wantsUpgrade { return .next }
        let buffered = Buffered(steps, at: position, by: self)
        steps.keep(buffered, at: position)
        guard !settings.request.isDisabled, let body = steps.body else { return .next }
        buffered.take(request: body)
        return .taken
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        guard let buffered = steps.kept(Buffered.self, at: position), steps.exchange.response.status != 101 else {
            return .next
        }
        if buffered.hasBody, shouldRepeat(steps.exchange.response.status, buffered.attempts) {
            body?.cancel()
            buffered.again()
            return .taken
        }
        guard let source = body, steps.exchange.response.framing != .none, !settings.response.isDisabled else {
            return .next
        }
        buffered.take(response: source)
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(Buffered.self, at: position)?.end() }

    private func shouldRepeat(_ status: Int, _ attempts: Int) -> Bool {
        guard let condition = settings.retryCondition, attempts < Self.attemptLimit else { return false }
        return condition.holds { figure in
            switch figure.name {
            case "IsNetworkError": status == 502 || status == 504 ? 1 : 0
            case "ResponseCode": Double(status)
            default: Double(attempts)
            }
        }
    }
}

/// One request, and its response, while they are held.
private final class Buffered {
    private unowned let steps: RequestSteps
    private let position: Int
    private let owner: Bufferer
    private var point: RequestHead.Point
    private var requestSpool: BodySpool?
    private var responseSpool: BodySpool?
    private(set) var attempts = 1

    init(_ steps: RequestSteps, at position: Int, by owner: Bufferer) {
        (self.steps, self.position, self.owner) = (steps, position, owner)
        point = steps.exchange.request.point
    }

    /// Whether the request can be sent once more: its body is here, or it has none.
    var hasBody: Bool { requestSpool != nil || steps.exchange.request.framing == .none }

    private func spool(
        _ source: any BodySource, _ side: BufferingSettings.Side, done: @escaping (BodySpool.Outcome) -> Void
    ) -> BodySpool {
        BodySpool(
            source, inMemory: side.inMemory, maximum: side.maximum > 0 ? UInt64(side.maximum) : .max,
            loop: owner.loop, workers: owner.workers, done: done)
    }

    func take(request body: any BodySource) {
        let side = owner.settings.request
        if case .length(let length) = steps.exchange.request.framing, side.maximum > 0, length > side.maximum {
            return refuse()
        }
        let spool = spool(body, side) { [self] outcome in
            switch outcome {
            case .whole:
                supplyBody()
                steps.proceed(from: position + 1)
            case .tooLarge: refuse()
            case .failed: steps.exchange.cut()
            }
        }
        requestSpool = spool
        spool.start()
    }

    private func refuse() { steps.answer(413, "Request Entity Too Large") }

    private func supplyBody() {
        guard let requestSpool else { return }
        steps.replacedBody = SpooledBody(requestSpool)
        steps.exchange.request.replaceFraming(.length(requestSpool.count))
    }

    /// Sends the request once more.
    func again() {
        attempts += 1
        steps.retries += 1
        supplyBody()
        steps.restart(behind: position, point)
    }

    func take(response body: any BodySource) {
        let spool = spool(body, owner.settings.response) { [self] in tookResponse($0) }
        responseSpool = spool
        spool.start()
    }

    private func tookResponse(_ outcome: BodySpool.Outcome) {
        guard let spool = responseSpool else { return }
        switch outcome {
        case .whole:
            steps.exchange.response.framing = .length(spool.count)
            steps.deliver(SpooledBody(spool), from: position)
        case .tooLarge:
            steps.dropService()
            steps.passed = position
            steps.answerWithPhrase(500)
        case .failed:
            steps.dropService()
            steps.passed = position
            steps.answerWithPhrase(502)
        }
    }

    func end() {
        requestSpool?.cancel()
        responseSpool?.cancel()
        (requestSpool, responseSpool) = (nil, nil)
    }
}
