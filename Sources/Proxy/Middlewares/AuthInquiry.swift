internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// One request's question to the authentication server. Only an answer of 2xx lets the request pass.
final class AuthInquiry: TimerTarget {
    private unowned let steps: RequestSteps
    private let position: Int
    private let owner: ForwardAuthenticator
    private let call = UpstreamCall()
    private lazy var timer = LoopTimer(target: self)
    private var spool: BodySpool?
    private var collector: BodyCollector?
    /// `Set-Cookie` lines of the answer that the client gets.
    private(set) var cookies: [String] = []
    /// Bytes of an answer that lets the request pass that are read so that the connection can be used again.
    private static let longestDrain = 64 << 10
    /// Bytes of a request's body that are held in memory.
    private static let bodyInMemory = 1 << 20

    init(_ steps: RequestSteps, at position: Int, by owner: ForwardAuthenticator) {
        (self.steps, self.position, self.owner) = (steps, position, owner)
    }

    private var settings: ForwardAuth { owner.settings }

    func begin() {
        guard settings.forwardsBody, let body = steps.body else { return ask() }
        let maximum = settings.maxBodySize < 0 ? UInt64.max : UInt64(settings.maxBodySize)
        if case .length(let length) = steps.exchange.request.framing, length > maximum { return refuse(401) }
        let spool = BodySpool(
            body, inMemory: Self.bodyInMemory, maximum: maximum, loop: owner.loop, workers: owner.workers
        ) { [self] in took($0) }
        self.spool = spool
        spool.start()
    }

    private func took(_ outcome: BodySpool.Outcome) {
        switch outcome {
        case .whole:
            guard let spool else { return }
            steps.replacedBody = SpooledBody(spool)
            steps.exchange.request.replaceFraming(.length(spool.count))
            ask()
        case .tooLarge: refuse(401)
        case .failed: steps.exchange.cut()
        }
    }

    private func ask() {
        owner.loop.set(timer, after: ForwardAuthenticator.limit)
        let method = settings.preservesMethod ? steps.exchange.request.method : .get
        let framing = spool.map { BodyFraming.length($0.count) } ?? .none
        call.start(to: owner.pool, method: method, framing: framing, body: spool.map { SpooledBody($0) }, user: self)
    }

    func timerFired(_ timer: LoopTimer) {
        if steps.exchange.hasResponse { steps.exchange.cut() } else { refuse(500) }
    }

    /// Ends whatever goes on for the request.
    func end() {
        owner.loop.clear(timer)
        collector?.cancel()
        spool?.cancel()
        (collector, spool) = (nil, nil)
        call.finish()
    }

    /// Answers without the server.
    private func refuse(_ status: Int) {
        endCall()
        steps.passed = position
        steps.refuse(status, "")
    }

    private func endCall() {
        owner.loop.clear(timer)
        collector?.cancel()
        collector = nil
        call.finish()
    }
}

extension AuthInquiry: UpstreamCallUser {
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        owner.fields.writeQuestion(of: steps, bodyLength: spool?.count, to: buffer)
    }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard let head = call.response, let body = call.body, head.status != 101 else { return refuse(500) }
        let passes = (200..<300).contains(head.status)
        if let limit = responseLimit(passes) {
            if settings.maxResponseBodySize >= 0, case .length(let length) = head.framing, length > limit {
                return refuse(401)
            }
            let collector = BodyCollector(body, limit: limit) { [self] in read($0, passes) }
            self.collector = collector
            return collector.start()
        }
        deny(head, body)
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) {
        steps.handler?.proxy.noteFailure(failure, of: owner.pool.name)
        if steps.exchange.hasResponse { steps.exchange.cut() } else { refuse(500) }
    }

    /// How much of the answer is read before anything comes of it; nil where it streams to the client.
    private func responseLimit(_ passes: Bool) -> Int? {
        settings.maxResponseBodySize >= 0 ? settings.maxResponseBodySize : passes ? Self.longestDrain : nil
    }

    private func read(_ outcome: BodyCollector.Outcome, _ passes: Bool) {
        guard let head = call.response else { return refuse(500) }
        switch outcome {
        case .tooLarge where settings.maxResponseBodySize >= 0: refuse(401)
        case .failed: refuse(500)
        case .whole, .tooLarge: passes ? pass(head) : deny(head, collector.map { BytesBody($0.bytes) })
        }
    }

    private func pass(_ head: ResponseHead) {
        cookies = owner.fields.apply(head, to: steps)
        endCall()
        steps.proceed(from: position + 1)
    }

    /// The server's answer is the client's.
    private func deny(_ head: ResponseHead, _ body: (any BodySource)?) {
        if head.status == 401, let place = settings.signinURL {
            endCall()
            steps.passed = position
            return steps.refuse(302, "") { $0.add(.location, text: place) }
        }
        let isHead = settings.preservesMethod && steps.exchange.request.method == .head
        owner.fields.copyAnswer(head, to: steps.exchange.response, isHead: isHead)
        if isHead { endCall() }
        steps.deliver(isHead ? nil : body, from: position)
    }
}
