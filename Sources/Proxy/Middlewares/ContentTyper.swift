internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `contentType`: says what a body is, by its first bytes, where the upstream does not. The response waits for them.
final class ContentTyper: LoopMiddleware {
    private let loop: EventLoop

    init(on loop: EventLoop) { self.loop = loop }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        let response = steps.exchange.response
        guard let source = body, response.status >= 200, steps.exchange.request.method != .head,
            !response.has(.contentType), !response.has(.contentEncoding)
        else { return .next }
        if Self.name(source, in: response) { return .next }
        steps.keep(Awaited(source, steps, position, loop), at: position)
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(Awaited.self, at: position)?.end() }

    /// False when nothing of the body is there yet. A body without bytes gets no type.
    fileprivate static func name(_ source: any BodySource, in response: ResponseHead) -> Bool {
        let segment = source.next()
        if case .wait = segment { return false }
        let beginning = ByteBuffer(capacity: SniffedType.length)
        if segment.copy(to: beginning, atMost: SniffedType.length) > 0 {
            response.add(.contentType, text: SniffedType.of(beginning.array))
        }
        return true
    }
}

/// A response that waits for its first bytes.
private final class Awaited: BodySink, TimerTarget {
    /// A response whose body takes longer to begin goes without a type.
    private static let patience = Duration.seconds(2)

    private let source: any BodySource
    private unowned let steps: RequestSteps
    private let position: Int
    private let loop: EventLoop
    private lazy var timer = LoopTimer(target: self)

    init(_ source: any BodySource, _ steps: RequestSteps, _ position: Int, _ loop: EventLoop) {
        (self.source, self.steps, self.position, self.loop) = (source, steps, position, loop)
        source.sink = self
        loop.set(timer, after: Self.patience)
    }

    func bodyReady() {
        if ContentTyper.name(source, in: steps.exchange.response) { goOn() }
    }

    func timerFired(_ timer: LoopTimer) { goOn() }

    private func goOn() {
        end()
        steps.deliver(source, from: position)
    }

    func end() {
        source.sink = nil
        loop.clear(timer)
    }
}
