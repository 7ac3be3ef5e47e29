internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// Fetches some bytes of a known object for one reader alone, past the store: what is left when all memory for fills is
/// in use. It holds no more than the buffer of the connection to the origin.
final class DirectRun {
    private enum Phase {
        /// Waits for the response's head. Next: `flowing`, `over`.
        case asking
        /// Next: `over`.
        case flowing
        /// No more bytes will come.
        case over
    }

    private let cache: LoopCache
    private let origin: OriginRequest
    private let object: StoredObject
    /// Told when there is something after `wait`.
    private var sink: (any BodySink)?
    private let call = UpstreamCall()
    private var server: BalancedServer?
    private var phase = Phase.asking
    private var askedAt: Int64 = 0
    /// The next byte to hand on, in the object.
    private var position: UInt64
    /// Where the run ends.
    private var end: UInt64
    /// Where the reader would go on to.
    private let wanted: UInt64
    /// Bytes to drop in front: the origin sends the whole although a part was asked for.
    private var skip: UInt64 = 0
    /// Bytes that the next piece has to hold at least, and where they are gathered when they come in smaller ones.
    private var owed: Int
    private let lead = ByteBuffer(capacity: 1024)
    private var token: LoopToken!
    private lazy var timer = LoopTimer(target: self)
    /// Since when nothing has come that was waited for.
    private var waitsSince: MonotonicTime?
    private var isStarting = false
    private static let turnLimit: UInt64 = 512 << 10

    /// - Parameters:
    ///   - wanted: one past the last byte of the reader's; an origin that sends the whole is read up to there.
    ///   - owed: bytes that the first piece has to hold at least.
    init(
        _ cache: LoopCache, _ origin: OriginRequest, of object: StoredObject, _ run: Range<UInt64>, wanted: UInt64,
        owed: Int, sink: any BodySink
    ) {
        (self.cache, self.origin, self.object, self.sink) = (cache, origin, object, sink)
        (position, end, self.wanted, self.owed) = (run.lowerBound, run.upperBound, wanted, owed)
        token = cache.loop.add(self)
    }

    func start() {
        isStarting = true
        defer { isStarting = false }
        askedAt = cache.loop.wallNow.seconds
        guard let server = origin.service.pick() else { return breakOff() }
        self.server = server
        call.start(
            to: server.pool, method: .get, framing: .none, body: nil, health: server.health, user: self)
    }

    func finish() {
        sink = nil
        phase = .over
        call.body?.sink = nil
        call.finish()
        cache.loop.clear(timer)
        cache.loop.remove(token)
    }

    /// The reader learns that no more comes with its next look.
    private func breakOff() {
        phase = .over
        tell()
    }

    private func tell() { if !isStarting { sink?.bodyReady() } }

    // MARK: Pulling

    /// As of a body: `end` when the run is over, `failed` when it has broken off.
    func next() -> BodySegment {
        if phase == .asking { return wait() }
        guard phase == .flowing, let connection = call.connection else { return .failed }
        if !lead.isEmpty, lead.count >= owed { return .bytes(lead, count: lead.count) }
        var left = Self.turnLimit
        while position + UInt64(lead.count) < end {
            switch connection.next() {
            case .bytes(let buffer, let count):
                waitsSince = nil
                if skip == 0 {
                    if let segment = offer(buffer, count, connection) { return segment }
                } else if left == 0 {
                    cache.loop.again(token)
                    return .wait
                } else {
                    let dropped = min(skip, UInt64(count), left)
                    connection.took(Int(dropped))
                    (skip, left) = (skip - dropped, left - dropped)
                }
            case .wait: return wait()
            case .end, .failed, .extent, .fill: return .failed
            }
        }
        return .end
    }

    /// Nil when more has to be gathered first.
    private func offer(_ buffer: ByteBuffer, _ count: Int, _ connection: ClientConnection) -> BodySegment? {
        let count = Int(min(UInt64(count), end - position - UInt64(lead.count)))
        if lead.isEmpty, count >= owed { return .bytes(buffer, count: count) }
        let gathered = min(count, owed - lead.count)
        lead.append(buffer, from: 0, count: gathered)
        connection.took(gathered)
        return lead.count >= owed ? .bytes(lead, count: lead.count) : nil
    }

    func took(_ count: Int) {
        position += UInt64(count)
        if lead.isEmpty { call.connection?.took(count) } else { lead.consume(count) }
        owed = lead.count
    }

    private func wait() -> BodySegment {
        if waitsSince == nil { waitsSince = cache.loop.now }
        cache.loop.set(timer, noLaterThan: deadline)
        return .wait
    }

    /// An origin that sends nothing is given up; one that is not read from is not to blame.
    private var deadline: MonotonicTime { waitsSince?.limit(cache.media.settings.stallTimeout) ?? .never }
}

extension DirectRun: UpstreamCallUser {
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        let question = OriginQuestion(span: .bytes(from: position, to: end - 1))
        if let server { origin.write(to: server, question, into: buffer) }
    }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard phase == .asking, let head = call.response else { return }
        cache.learn(head.status, of: origin, askedAt: call.began, denies: true)
        guard let range = cache.bytes(in: head, of: object, askedAt, origin), range.contains(position) else {
            return breakOff()
        }
        skip = position - range.lowerBound
        end = min(head.status == 200 ? wanted : end, range.upperBound)
        phase = .flowing
        waitsSince = nil
        call.body?.sink = self
        tell()
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { if phase != .over { breakOff() } }
}

extension DirectRun: LoopMember, BodySink {
    func woken() { tell() }
    func bodyReady() { tell() }
}

extension DirectRun: TimerTarget {
    func timerFired(_ timer: LoopTimer) {
        guard phase != .over else { return }
        guard deadline <= cache.loop.now else { return cache.loop.set(timer, noLaterThan: deadline) }
        breakOff()
    }
}
