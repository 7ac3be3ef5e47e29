internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `retry`
final class Retrier: LoopMiddleware {
    private let settings: RetrySettings
    private let loop: EventLoop

    init(_ settings: RetrySettings, loop: EventLoop) { (self.settings, self.loop) = (settings, loop) }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        guard settings.attempts > 1 else { return .next }
        let attempts = RetryAttempts(steps, at: position, loop: loop)
        steps.keep(attempts, at: position)
        guard !settings.statuses.isEmpty, mayRepeat(steps), steps.exchange.request.framing != .none else {
            return .next
        }
        // Another attempt after an answer needs the body once more.
        attempts.collectBody(upTo: settings.maxRequestBodyBytes)
        return .taken
    }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        guard settings.statuses.contains(steps.exchange.response.status), mayRepeat(steps),
            let attempts = steps.kept(RetryAttempts.self, at: position), mayGoOn(attempts)
        else { return .next }
        // Before its connection may be used for the next attempt.
        body?.cancel()
        goOn(attempts)
        return .taken
    }

    func failed(_ steps: RequestSteps, at position: Int, _ failure: ClientFailure) -> Bool {
        guard !settings.ignoresNetworkErrors, failure.isBeforeRequest,
            let attempts = steps.kept(RetryAttempts.self, at: position), mayGoOn(attempts)
        else { return false }
        goOn(attempts)
        return true
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(RetryAttempts.self, at: position)?.end() }

    /// Whether a request that a server has seen may be sent again.
    private func mayRepeat(_ steps: RequestSteps) -> Bool {
        let request = steps.exchange.request
        return !request.wantsUpgrade && (request.method.isIdempotent || settings.retriesNonIdempotent)
    }

    /// Whether there is to be another attempt.
    private func mayGoOn(_ attempts: RetryAttempts) -> Bool {
        attempts.count < settings.attempts
            && (settings.timeout == .zero || loop.now.since(attempts.began) < settings.timeout)
    }

    private func goOn(_ attempts: RetryAttempts) { attempts.again(after: wait(before: attempts.count)) }

    /// The wait before the attempt behind `count` others: it grows evenly in its logarithm, to twice the first.
    private func wait(before count: Int) -> Duration {
        guard settings.initialInterval > .zero, settings.attempts > 2 else { return settings.initialInterval }
        let share = Double(count - 1) / Double(settings.attempts - 2)
        return settings.initialInterval * (1 + share)
    }
}

extension ClientFailure {
    /// Whether the server cannot have seen anything of the request.
    fileprivate var isBeforeRequest: Bool {
        switch self {
        case .unknownHost, .connect, .connectTimeout, .tls, .handshakeTimeout: true
        case .closed, .headerTimeout, .totalTimeout, .malformed, .requestBody, .cancelled: false
        }
    }
}

/// The attempts at one request.
private final class RetryAttempts: TimerTarget {
    private unowned let steps: RequestSteps
    private let position: Int
    private let loop: EventLoop
    private let point: RequestHead.Point
    private lazy var timer = LoopTimer(target: self)
    private var collector: BodyCollector?
    private var body: ByteBuffer?
    private(set) var count = 1
    let began: MonotonicTime

    init(_ steps: RequestSteps, at position: Int, loop: EventLoop) {
        (self.steps, self.position, self.loop) = (steps, position, loop)
        (point, began) = (steps.exchange.request.point, loop.now)
    }

    /// Goes on with the request when its body is in memory.
    func collectBody(upTo limit: Int) {
        guard let source = steps.body else { return steps.proceed(from: position + 1) }
        let collector = BodyCollector(source, limit: limit < 0 ? .max : limit) { [self] in collected($0) }
        self.collector = collector
        collector.start()
    }

    private func collected(_ outcome: BodyCollector.Outcome) {
        switch outcome {
        case .whole:
            body = collector?.bytes
            collector = nil
            supplyBody()
            steps.proceed(from: position + 1)
        case .tooLarge: steps.answer(413, "Request Entity Too Large")
        case .failed: steps.exchange.cut()
        }
    }

    private func supplyBody() {
        if let body { steps.replacedBody = BytesBody(copying: body) }
    }

    func again(after wait: Duration) {
        count += 1
        steps.retries += 1
        steps.dropService()
        if wait > .zero { loop.set(timer, after: wait) } else { restart() }
    }

    func timerFired(_ timer: LoopTimer) { restart() }

    private func restart() {
        supplyBody()
        steps.restart(behind: position, point)
    }

    func end() {
        loop.clear(timer)
        collector?.cancel()
        collector = nil
    }
}
