internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// Copies of a request for mirrors. They begin when the request's body has been sent, and nobody waits for them.
extension RequestSteps {
    /// Chooses mirrors, and sends them copies when the body is complete; what is to be sent in the body's place.
    func mirror(_ mirroring: MirroringService, _ body: (any BodySource)?) -> (any BodySource)? {
        guard let loop = handler?.proxy.loop else { return body }
        let servers = mirroring.pickMirrors()
        if servers.isEmpty { return body }
        let copies = MirrorCopies.of(loop)
        let request = exchange.request
        let keepsBody = body != nil && mirroring.copiesBody
        let heads = servers.map { server in
            let head = ByteBuffer(capacity: 1024)
            writeHead(to: head, for: server, keepsBody: keepsBody)
            head.append("\r\n")
            return MirrorHead(server: server, bytes: head, method: request.method)
        }
        guard let body, keepsBody else {
            copies.send(heads, framing: .none, body: nil)
            return body
        }
        let limit = min(mirroring.maxBodySize, copies.bytesLeft / servers.count)
        let framing = request.framing
        if case .length(let length) = framing, length > UInt64(limit) { return body }
        return TeeBody(body, framing, limit: limit) { copies.send(heads, framing: framing, body: $0) }
    }
}

/// What a mirror is asked.
struct MirrorHead {
    let server: BalancedServer
    /// With the empty line.
    let bytes: ByteBuffer
    let method: Method
}

/// A body that is copied as it goes by, up to a bound; whoever wants the copy gets it when it is complete.
final class TeeBody: BodySource {
    private let source: any BodySource
    private let limit: Int
    private let length: Int?
    private let copy = ByteBuffer(capacity: 4096)
    private var segment = BodySegment.wait
    private var whole: ((ByteBuffer) -> Void)?

    init(_ source: any BodySource, _ framing: BodyFraming, limit: Int, whole: @escaping (ByteBuffer) -> Void) {
        (self.source, self.limit, self.whole) = (source, limit, whole)
        if case .length(let count) = framing { length = Int(clamping: count) } else { length = nil }
    }

    var sink: (any BodySink)? {
        get { source.sink }
        set { source.sink = newValue }
    }

    func next() -> BodySegment {
        segment = source.next()
        if case .end = segment { finish() }
        return segment
    }

    func took(_ count: Int) {
        if whole != nil {
            if copy.count + count > limit { whole = nil } else { _ = segment.copy(to: copy, atMost: count) }
        }
        segment = .wait
        source.took(count)
        if let length, copy.count >= length { finish() }
    }

    func cancel() {
        whole = nil
        source.cancel()
    }

    var trailers: Trailers? { source.trailers }

    private func finish() {
        let whole = self.whole
        self.whole = nil
        whole?(copy)
    }
}

/// The copies of one loop that are under way: bounded in number and bytes; what is beyond is not copied.
final class MirrorCopies {
    private static let countLimit = 128
    private static let byteLimit = 64 << 20
    private let loop: EventLoop
    fileprivate var count = 0
    fileprivate var bytes = 0

    private init(_ loop: EventLoop) { self.loop = loop }

    static func of(_ loop: EventLoop) -> MirrorCopies { loop.attachment(MirrorCopies.self) { MirrorCopies(loop) } }

    /// Bytes of bodies for which there is room.
    var bytesLeft: Int { max(0, Self.byteLimit - bytes) }

    func send(_ heads: [MirrorHead], framing: BodyFraming, body: ByteBuffer?) {
        for head in heads where count < Self.countLimit && bytesLeft >= body?.count ?? 0 {
            MirrorCall(head, self, loop, size: body?.count ?? 0).start(framing, body)
        }
    }
}

/// One copy, and its answer, which nobody reads.
private final class MirrorCall: UpstreamCallUser, BodySink, TimerTarget {
    private let head: MirrorHead
    private unowned let copies: MirrorCopies
    private let loop: EventLoop
    private let size: Int
    private let call = UpstreamCall()
    private lazy var timer = LoopTimer(target: self)
    private var dropped = 0
    private var isOver = false
    /// How long a mirror may take in all.
    private static let timeLimit: Duration = .seconds(30)
    /// Bytes of an answer that are read to keep the connection.
    private static let dropLimit = 256 << 10

    init(_ head: MirrorHead, _ copies: MirrorCopies, _ loop: EventLoop, size: Int) {
        (self.head, self.copies, self.loop, self.size) = (head, copies, loop, size)
    }

    func start(_ framing: BodyFraming, _ body: ByteBuffer?) {
        copies.count += 1
        copies.bytes += size
        loop.set(timer, after: Self.timeLimit)
        var source: BytesBody?
        if let body {
            let copy = ByteBuffer(capacity: max(1, body.count))
            copy.append(body, from: 0, count: body.count)
            source = BytesBody(copy)
        }
        call.start(
            to: head.server.pool, method: head.method, framing: framing, body: source, health: head.server.health,
            user: self)
    }

    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        buffer.append(head.bytes, from: 0, count: head.bytes.count)
    }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        call.body?.sink = self
        drop()
    }

    func bodyReady() { drop() }

    private func drop() {
        while let body = call.body, dropped <= Self.dropLimit {
            switch body.next() {
            case .bytes(_, let count), .extent(_, _, let count), .fill(_, _, let count):
                dropped += count
                body.took(count)
            case .wait: return
            case .end, .failed: return end()
            }
        }
        end()
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { end() }

    func timerFired(_ timer: LoopTimer) { end() }

    private func end() {
        guard !isOver else { return }
        isOver = true
        loop.clear(timer)
        call.body?.sink = nil
        call.finish()
        copies.count -= 1
        copies.bytes -= size
    }
}
