internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

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
        call.start(
            to: head.server.pool, method: head.method, framing: framing, body: body.map { BytesBody(copying: $0) },
            health: head.server.health, user: self)
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

/// What a mirror is asked.
struct MirrorHead {
    let server: BalancedServer
    /// With the empty line.
    let bytes: ByteBuffer
    let method: Method
}
