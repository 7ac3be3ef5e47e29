internal import Configuration
internal import HTTP
internal import LinuxIO

/// `rateLimit`
final class RateLimiter: LoopMiddleware {
    private let source: ClientSource
    private let buckets: TokenBuckets
    private let loop: EventLoop

    init(_ settings: RateLimit, _ buckets: TokenBuckets, on loop: EventLoop) {
        (source, self.buckets, self.loop) = (ClientSource(settings.source), buckets, loop)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let client = source.key(of: steps.exchange, buckets.hash)
        switch buckets.take(for: client, at: loop.now) {
        case .granted(wait: 0): return .next
        case .granted(let wait): steps.keep(Wait(steps, position, .nanoseconds(Int64(wait)), loop), at: position)
        case .refused(let wait): steps.refuse(429, "Too Many Requests") { Self.tell(wait, in: $0) }
        }
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(Wait.self, at: position)?.end() }

    private static let retryIn = FieldName("X-Retry-In")!

    private static func tell(_ wait: UInt64, in response: ResponseHead) {
        response.add(.retryAfter, decimal: wait / 1_000_000_000 + (wait % 1_000_000_000 > 0 ? 1 : 0))
        response.add(retryIn, DurationText.print(.nanoseconds(Int64(wait))))
    }
}

/// A request that waits for its token.
private final class Wait: TimerTarget {
    private unowned let steps: RequestSteps
    private let position: Int
    private let loop: EventLoop
    private lazy var timer = LoopTimer(target: self)

    init(_ steps: RequestSteps, _ position: Int, _ duration: Duration, _ loop: EventLoop) {
        (self.steps, self.position, self.loop) = (steps, position, loop)
        loop.set(timer, after: duration)
    }

    func timerFired(_ timer: LoopTimer) { steps.proceed(from: position + 1) }

    func end() { loop.clear(timer) }
}
