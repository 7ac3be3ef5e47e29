package import Configuration
internal import HTTP
package import LinuxIO
internal import Transport

/// A request that a task makes.
package struct AsyncRequest: Sendable {
    package var method = "GET"
    package var url: UpstreamURL
    /// Id of the transport that the server is reached by; nil means the global one.
    package var transport: String?
    /// Path and query.
    package var target: String
    /// What `Host` says; nil for the URL's own.
    package var host: String?
    /// Without `Host` and framing.
    package var fields: [HTTPField] = []
    /// Until all of the response is there.
    package var timeout: Duration = .seconds(10)
    /// Bytes of the response's body taken at most; the rest is not read.
    package var bodyLimit = 1 << 20
    /// How many redirections are followed; 0 takes a redirection for the answer.
    package var redirects = 0

    package init(method: String = "GET", url: UpstreamURL, target: String) {
        (self.method, self.url, self.target) = (method, url, target)
    }
}

/// What a task gets.
package struct AsyncResponse: Sendable {
    package let status: Int
    /// The `Location` field.
    package let location: String?
    /// At most as long as the request allows.
    package let body: [UInt8]
}

/// HTTP for tasks: each request runs on a loop, over its pools of connections.
package enum AsyncClient {
    /// - Parameter loop: one that `LoopUpstreams` are installed on.
    /// - Throws: `ClientFailure`, `LoopGone`, or `CancellationError`.
    package static func send(_ request: AsyncRequest, on loop: LoopHandle) async throws -> AsyncResponse {
        var request = request
        let end = MonotonicTime.now.adding(request.timeout)
        while true {
            let current = request
            let answer = try await loop.call { loop, reply in AsyncCall.start(current, on: loop, reply) }
            guard request.redirects > 0, (300..<400).contains(answer.status), let location = answer.location,
                request.follow(location)
            else { return answer }
            request.timeout = end.since(.now)
            if request.timeout == .zero { throw ClientFailure.totalTimeout }
        }
    }
}

extension AsyncRequest {
    var knownMethod: Method {
        switch method {
        case "GET": .get
        case "HEAD": .head
        case "OPTIONS": .options
        default: .other
        }
    }

    /// Appends the head.
    func write(to buffer: ByteBuffer) {
        buffer.append(text: "\(method) \(target) HTTP/1.1\r\n")
        buffer.append(text: "Host: \(host ?? url.authority)\r\nUser-Agent: usher\r\n")
        for field in fields { buffer.append(text: "\(field.name): \(field.value)\r\n") }
        buffer.append("\r\n")
    }

    /// Turns to another place; false when that is none of HTTP.
    mutating func follow(_ location: String) -> Bool {
        redirects -= 1
        guard location.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { return false }
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            target = location
            return true
        }
        guard let (url, rest) = try? UpstreamURL.parse(location) else { return false }
        if url != self.url { host = nil }
        let target = String(rest.prefix { $0 != "#" })
        (self.url, self.target) = (url, target.hasPrefix("/") ? target : "/" + target)
        return true
    }
}

/// One request of a task, on its loop.
private final class AsyncCall: UpstreamCallUser, TimerTarget {
    private let request: AsyncRequest
    private let reply: Reply<AsyncResponse>
    private let loop: EventLoop
    private let call = UpstreamCall()
    private lazy var timer = LoopTimer(target: self)
    private var collector: BodyCollector?

    private init(_ request: AsyncRequest, _ loop: EventLoop, _ reply: Reply<AsyncResponse>) {
        (self.request, self.loop, self.reply) = (request, loop, reply)
    }

    static func start(_ request: AsyncRequest, on loop: EventLoop, _ reply: Reply<AsyncResponse>) {
        guard let upstreams = LoopUpstreams.of(loop) else { preconditionFailure("a loop without upstreams") }
        let made = AsyncCall(request, loop, reply)
        loop.set(made.timer, after: request.timeout)
        made.call.start(
            to: upstreams.pool(for: request.url, by: request.transport), method: request.knownMethod, framing: .none,
            body: nil, user: made)
    }

    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) { request.write(to: buffer) }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard let body = call.body else { return }
        // Connections to those who send more are not worth keeping.
        let collector = BodyCollector(body, limit: request.bodyLimit) { [self] outcome in
            outcome == .failed ? end(.failure(ClientFailure.closed)) : answer()
        }
        self.collector = collector
        collector.start()
    }

    private func answer() {
        guard let head = call.response else { return }
        let location = head.first(.location).map { head.string($0) }
        end(.success(AsyncResponse(status: head.status, location: location, body: collector?.bytes.array ?? [])))
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { end(.failure(failure)) }

    func timerFired(_ timer: LoopTimer) { end(.failure(ClientFailure.totalTimeout)) }

    private func end(_ result: Result<AsyncResponse, any Error>) {
        loop.clear(timer)
        collector?.cancel()
        call.finish()
        reply.finish(result)
    }
}
