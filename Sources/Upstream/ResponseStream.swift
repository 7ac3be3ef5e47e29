internal import HTTP
package import LinuxIO
internal import Transport

/// A response that a task takes piece by piece, for as long as it likes: nothing is read that it has not asked for.
///
/// `AsyncRequest.timeout` bounds each wait: for the head, and for each piece. To be closed at the end.
package struct ResponseStream: Sendable {
    package let status: Int
    private let name: UInt64
    private let loop: LoopHandle

    /// Sends a request and waits for the head of its response; redirections are not followed.
    ///
    /// - Parameter loop: one that `LoopUpstreams` are installed on.
    /// - Throws: `ClientFailure`, `LoopGone`, or `CancellationError`.
    package init(_ request: AsyncRequest, on loop: LoopHandle) async throws {
        let opened = try await loop.call { loop, reply in StreamedCalls.of(loop).open(request, reply) }
        (name, status, self.loop) = (opened.name, opened.status, loop)
    }

    /// The bytes that came next; nil at the end.
    ///
    /// - Throws: `ClientFailure`, `LoopGone`, or `CancellationError`.
    package func next() async throws -> [UInt8]? {
        let name = name
        return try await loop.call { loop, reply in StreamedCalls.of(loop).next(name, reply) }
    }

    /// Lets go of the response.
    package func close() {
        let name = name
        loop.run { StreamedCalls.of($0).close(name) }
    }
}

/// The streamed responses of one loop.
private final class StreamedCalls {
    private let loop: EventLoop
    private var calls: [UInt64: StreamedCall] = [:]
    private var lastName: UInt64 = 0

    private init(_ loop: EventLoop) { self.loop = loop }

    static func of(_ loop: EventLoop) -> StreamedCalls { loop.attachment(StreamedCalls.self) { StreamedCalls(loop) } }

    func open(_ request: AsyncRequest, _ reply: Reply<StreamedCall.Opened>) {
        lastName += 1
        let call = StreamedCall(request, name: lastName, loop)
        calls[lastName] = call
        call.start(reply) { [unowned self] name in calls[name] = nil }
    }

    func next(_ name: UInt64, _ reply: Reply<[UInt8]?>) {
        guard let call = calls[name] else { return reply.finish(.failure(ClientFailure.closed)) }
        call.next(reply)
    }

    func close(_ name: UInt64) { calls.removeValue(forKey: name)?.end() }
}

/// One streamed response, on its loop.
private final class StreamedCall: UpstreamCallUser, BodySink, TimerTarget {
    struct Opened: Sendable {
        let name: UInt64
        let status: Int
    }

    private let request: AsyncRequest
    private let name: UInt64
    private let loop: EventLoop
    private let call = UpstreamCall()
    private lazy var timer = LoopTimer(target: self)
    private var opening: Reply<Opened>?
    private var waiting: Reply<[UInt8]?>?
    private var forget: ((UInt64) -> Void)?

    init(_ request: AsyncRequest, name: UInt64, _ loop: EventLoop) {
        (self.request, self.name, self.loop) = (request, name, loop)
    }

    /// - Parameter forget: called when there is no response.
    func start(_ reply: Reply<Opened>, forget: @escaping (UInt64) -> Void) {
        guard let upstreams = LoopUpstreams.of(loop) else { preconditionFailure("a loop without upstreams") }
        (opening, self.forget) = (reply, forget)
        loop.set(timer, after: request.timeout)
        call.start(
            to: upstreams.pool(for: request.url, by: request.transport), method: request.knownMethod, framing: .none,
            body: nil, user: self)
    }

    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) { request.write(to: buffer) }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard let head = call.response, let opening, !opening.isDone else { return fail(CancellationError()) }
        call.body?.sink = self
        // Whoever asked may be gone by now: then the time for the first piece runs out.
        loop.set(timer, after: request.timeout)
        self.opening = nil
        opening.finish(.success(Opened(name: name, status: head.status)))
    }

    func next(_ reply: Reply<[UInt8]?>) {
        waiting = reply
        loop.set(timer, after: request.timeout)
        pull()
    }

    func bodyReady() { pull() }

    private func pull() {
        guard let reply = waiting else { return }
        guard let body = call.body else { return fail(ClientFailure.closed) }
        switch body.next() {
        case .wait: return
        case .failed: return fail(ClientFailure.closed)
        case .bytes(let buffer, let count):
            let bytes = Array(buffer.array.prefix(count))
            body.took(count)
            answer(reply, bytes)
        default: answer(reply, nil)
        }
    }

    private func answer(_ reply: Reply<[UInt8]?>, _ bytes: [UInt8]?) {
        waiting = nil
        loop.set(timer, after: request.timeout)
        reply.finish(.success(bytes))
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { fail(failure) }

    func timerFired(_ timer: LoopTimer) { fail(ClientFailure.totalTimeout) }

    private func fail(_ error: any Error) {
        let (opening, waiting, forget) = (opening, waiting, forget)
        (self.opening, self.waiting) = (nil, nil)
        end()
        forget?(name)
        opening?.finish(.failure(error))
        waiting?.finish(.failure(error))
    }

    /// Lets go of the connection.
    func end() {
        forget = nil
        loop.clear(timer)
        call.body?.sink = nil
        call.finish()
    }
}
