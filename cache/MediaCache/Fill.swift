internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// Told what a first question to the origin brought; on the fill's loop, never from within `Fill.ask`.
protocol FillAsker: AnyObject {
    /// There is a record, found good just now; what is missing of it may be on its way.
    func discovered(_ object: StoredObject, _ fill: Fill)
    /// The response is not to be shared: it is the asker's alone, in `fill.call`.
    ///
    /// - Parameter record: what is to be kept of it while it is passed on; nil for nothing.
    func notShared(_ fill: Fill, _ reason: BypassReason, keeping record: BodyRecord?)
    /// The origin fails, and what is stored stands in for it.
    ///
    /// - Parameter status: the origin's; nil when it did not answer.
    func standsIn(_ object: StoredObject, status: UInt16?)
    func askFailed(_ failure: ClientFailure)
}

/// Fetches one contiguous run of an object from the origin, chunk by chunk, while readers already follow.
///
/// It belongs to one loop. It begins no chunk before its readers want it (`FillControl`), and completes each that it has
/// begun, so that memory is held by what is on its way, and never by readers who pause. Without readers it reads nothing
/// for a moment, which leaves the way from the origin to the one who has just sought elsewhere; then it completes the chunk
/// it is at, where that is worth it, and ends.
final class Fill {
    enum Phase {
        /// Waits for memory before anything is asked. Next: `asking`, `over`.
        case queueing
        /// Waits for the response's head. Next: `filling`, `over`.
        case asking
        /// Next: `resting`, or `over`.
        case filling
        /// The run is complete: waits, with a claim and nothing else, until more is wanted. Next: `queueing` for the run
        /// after this one, `over`.
        case resting
        case over
    }

    let cache: LoopCache
    var origin: OriginRequest
    let call = UpstreamCall()
    private var server: BalancedServer?
    var question: OriginQuestion
    var phase = Phase.asking
    /// Nil until a first question is answered.
    var object: StoredObject?
    /// The next byte to arrive, in the object.
    var position: UInt64
    /// Where the run ends.
    var end: UInt64
    /// Bytes to drop in front: the origin sends the whole although a part was asked for.
    var skip: UInt64 = 0
    var chunk: FillChunk?
    var ahead: FillChunk?
    /// This fill only completes the beginning of a chunk whose rest is there.
    let completesHead: Bool
    private(set) var control: FillControl!
    private(set) var token: LoopToken!
    /// Enough is here for now.
    var isPaused = false
    /// The readers of this run were slower than the origin at least once.
    var hasPaused = false
    /// Chunks of the run under way, or of the one before.
    var runChunks = Fill.firstRun
    /// Chunks of the first run of a fill that begins at a known object.
    static let firstRun: UInt64 = 2
    /// Where it stands in the queue for memory, and until when it stays there; nil while it needs none.
    var place: (FillMemory.Place, until: MonotonicTime)?
    /// A chunk of this fill is complete.
    var hasCompleted = false
    /// Waits for another reader, reading nothing.
    var isLonely = false
    /// When the last reader left, and a moment more; `never` while there is one.
    var lonelyUntil = MonotonicTime.never

    // A first question's own:
    /// Until it is told, or no longer wants to know.
    var asker: (any FillAsker)?
    var inquiry: Inquiry?
    /// What is stored and stale, and may do where the origin fails.
    var standIn: StoredObject?
    var key: [UInt8] = []
    var askedAt: Int64 = 0

    lazy var timer = LoopTimer(target: self)
    var lastProgress: MonotonicTime
    var isPulling = false

    private init(
        _ cache: LoopCache, _ origin: OriginRequest, _ question: OriginQuestion, run: Range<UInt64>,
        chunk: FillChunk? = nil
    ) {
        (self.cache, self.origin, self.question) = (cache, origin, question)
        (position, end, self.chunk) = (run.lowerBound, run.upperBound, chunk)
        completesHead = chunk != nil
        lastProgress = cache.loop.now
        token = cache.loop.add(self)
        control = FillControl(loop: cache.loop.handle, token: token, wanted: run.lowerBound)
        cache.keep(self)
    }

    /// Asks what is at an address, or whether what is stored is still good.
    ///
    /// - Parameters:
    ///   - stored: the record that there is; the question is conditional where it has a validator.
    ///   - standIn: what may answer where the origin fails.
    ///   - key: where a new record goes; nil for the inquiry's.
    ///   - asker: nil when nobody waits.
    @discardableResult
    static func ask(
        _ cache: LoopCache, _ origin: OriginRequest, _ span: OriginQuestion.Span, stored: StoredObject?,
        standIn: StoredObject?, inquiry: Inquiry, key: [UInt8]? = nil, asker: (any FillAsker)?
    ) -> Fill {
        let known = stored?.response.hasValidator == true ? stored : nil
        let fill = Fill(cache, origin, OriginQuestion(span: span, known: known?.response), run: 0..<0)
        (fill.key, fill.inquiry, fill.asker) = (key ?? inquiry.key, inquiry, asker)
        (fill.object, fill.standIn) = (known, standIn)
        // Where nobody asked, nobody is waited for.
        if asker == nil { fill.lonelyUntil = cache.loop.now }
        fill.start()
        return fill
    }

    /// Fetches a missing run of a known object; the caller attaches itself to the control.
    static func run(_ cache: LoopCache, _ origin: OriginRequest, of object: StoredObject, _ run: Range<UInt64>) -> Fill?
    {
        let question = OriginQuestion(span: .bytes(from: run.lowerBound, to: run.upperBound - 1))
        let fill = Fill(cache, origin, question, run: run)
        fill.object = object
        // Claimed before anything is sent, so that a second reader follows instead of asking again.
        guard fill.claimChunk() else {
            fill.finish()
            return nil
        }
        return fill
    }

    /// Fetches the beginning of a chunk that was filled from its middle on.
    static func completeHead(_ cache: LoopCache, _ origin: OriginRequest, _ chunk: FillChunk, chunkSize: UInt64) {
        let start = UInt64(chunk.index) * chunkSize
        let run = start..<start + UInt64(chunk.buffer?.start ?? 0)
        let question = OriginQuestion(span: .bytes(from: run.lowerBound, to: run.upperBound - 1))
        let fill = Fill(cache, origin, question, run: run, chunk: chunk)
        fill.object = chunk.object
        fill.start()
    }

    var isDiscovery: Bool { inquiry != nil }

    func start() {
        lastProgress = cache.loop.now
        phase = .queueing
        // An answer that nobody has room for yet is better not asked for.
        if let chunk, !secureMemory(for: chunk) { return armTimer() }
        guard let server = origin.service.pick() else { return fail(.unknownHost, isFinal: true) }
        self.server = server
        phase = .asking
        askedAt = cache.loop.wallNow.seconds
        armTimer()
        call.start(
            to: server.pool, method: .get, framing: .none, body: nil, health: server.health, user: self)
    }

    /// Everything is over; what nobody filled is open to others again.
    func finish() {
        guard phase != .over else { return }
        phase = .over
        leaveQueue()
        dropClaims()
        call.body?.sink = nil
        call.finish()
        asker = nil
        cache.loop.clear(timer)
        cache.loop.remove(token)
        cache.drop(self)
    }

    /// What nobody filled is open to others again.
    func dropClaims() {
        abandon(ahead)
        abandon(chunk)
        (chunk, ahead) = (nil, nil)
    }

    /// The response now belongs to the asker, who ends the call.
    func handOver() -> UpstreamCall {
        phase = .over
        asker = nil
        cache.loop.clear(timer)
        cache.loop.remove(token)
        cache.drop(self)
        return call
    }

    func abandon(_ chunk: FillChunk?, hasStarved: Bool = false) {
        guard let chunk else { return }
        cache.media.registry.remove(name(of: chunk), chunk)
        if hasStarved { chunk.starve() } else { chunk.fail() }
    }

    func name(of chunk: FillChunk) -> FillRegistry.ChunkName {
        FillRegistry.ChunkName(object: chunk.object.id, index: chunk.index)
    }

    /// - Parameter isFinal: asking again would bring the same.
    func fail(_ failure: ClientFailure, isFinal: Bool = false) {
        guard phase != .over else { return }
        if isDiscovery, failure.isOfAnswer || !standIn(for: nil) {
            answer(.failed(failure))
            asker?.askFailed(failure)
        }
        finish()
    }
}

extension Fill: UpstreamCallUser {
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        if let server { origin.write(to: server, question, into: buffer) }
    }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard phase == .asking, let head = call.response else { return }
        lastProgress = cache.loop.now
        cache.learn(head.status, of: origin, askedAt: call.began, denies: !isDiscovery)
        if isDiscovery { answeredQuestion(head) } else { answeredRun(head) }
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { fail(failure) }
}

extension Fill: LoopMember, BodySink {
    func woken() {
        switch phase {
        case .queueing: enterAgain()
        case .resting: endRest()
        case .asking, .filling, .over: pull()
        }
    }
    func bodyReady() { pull() }
}

extension Fill: TimerTarget {
    func timerFired(_ timer: LoopTimer) {
        guard phase != .over else { return }
        guard deadline <= cache.loop.now else { return armTimer() }
        if place != nil { return starve() }
        if isLonely { return pull() }
        phase == .asking ? fail(.headerTimeout) : broken()
    }

    func armTimer() { cache.loop.set(timer, noLaterThan: deadline) }

    /// An origin that sends nothing is given up; one that is not read from is not to blame.
    private var deadline: MonotonicTime {
        if let place { return place.until }
        if isLonely { return lonelyUntil }
        return isPaused ? .never : lastProgress.limit(cache.media.settings.stallTimeout)
    }
}

extension ClientFailure {
    /// There was an answer, and it was faulty; or it is not the origin that failed.
    fileprivate var isOfAnswer: Bool {
        switch self {
        case .unknownHost, .connect, .connectTimeout, .tls, .handshakeTimeout, .closed, .headerTimeout, .totalTimeout:
            false
        case .malformed, .requestBody, .cancelled: true
        }
    }
}
