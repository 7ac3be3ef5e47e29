internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// What a media body needs of the request that it answers.
protocol MediaBodyOwner: AnyObject {
    /// The request as it would go upstream, for what is missing.
    var originRequest: OriginRequest { get }
}

/// The bytes of one or several ranges of an object: from stored chunks, from chunks that are being filled, and from
/// fills that it starts where nobody has begun.
final class MediaBody: BodySource {
    enum Piece {
        /// Nothing is held.
        case none
        /// A stored chunk, in use by us.
        case stored(FileExtent, index: Int)
        case filling(FillChunk)
        /// Bytes from the origin for us alone: there is no memory for a fill.
        case direct(DirectRun)
    }

    /// Bytes in front of a reader that a fill may fetch before they are asked for.
    static let readAhead: UInt64 = 128 << 10
    /// Fills in a row that may break off before the body does.
    static let patience = 3
    /// Chunks of one run past the store at most: behind it there may be memory again.
    static let directChunks: UInt64 = 16

    var sink: (any BodySink)?
    var owner: (any MediaBodyOwner)?
    var cache: LoopCache!
    var object: StoredObject!
    var chunkSize: UInt64 = 1
    var position: UInt64 = 0
    var end: UInt64 = 0
    var piece = Piece.none
    var control: FillControl?
    var failures = 0
    var token: LoopToken?
    var isPreparing = false
    /// The chunk at hand will wake us.
    var isWaiting = false
    /// It has waited for memory in vain once, and waits no more.
    var hasStarved = false
    /// Bytes at `position` that were offered and not taken. TLS may have half a record of them: whatever the next offer
    /// is made of, it is no shorter.
    var owed = 0
    var preparedUpTo: UInt64 = 0
    var hasFailed = false

    private var multipart: MultipartRanges?
    private var part = 0
    private let framing = ByteBuffer(capacity: 256)

    // MARK: Begin and end

    func begin(_ object: StoredObject, range: Range<UInt64>, in cache: LoopCache, owner: any MediaBodyOwner) {
        (self.object, self.cache, self.owner) = (object, cache, owner)
        chunkSize = UInt64(cache.media.settings.chunkSize)
        (position, end) = (range.lowerBound, range.upperBound)
        (failures, hasFailed, hasStarved, owed) = (0, false, false, 0)
        (multipart, part, preparedUpTo) = (nil, 0, 0)
        framing.removeAll()
    }

    func begin(_ object: StoredObject, parts: MultipartRanges, in cache: LoopCache, owner: any MediaBodyOwner) {
        begin(object, range: parts.ranges[0], in: cache, owner: owner)
        multipart = parts
        framing.removeAll()
        parts.appendHead(ofPart: 0, to: framing)
    }

    /// Follows a fill from its beginning, so that it does not take itself for unwanted; before `begin`.
    func follow(_ control: FillControl) {
        control.attach()
        self.control?.detach()
        self.control = control
    }

    /// Gives back everything that is held.
    func finish() {
        letGo()
        control?.detach()
        control = nil
        if let token { cache.loop.remove(token) }
        token = nil
        isPreparing = false
        (object, cache, owner, sink) = (nil, nil, nil, nil)
    }

    func cancel() { hasFailed = true }

    func letGo() {
        switch piece {
        case .none: break
        case .stored(let extent, _): extent.endUse()
        case .filling(let chunk): if let token { chunk.unfollow(waiter(token)) }
        case .direct(let run): run.finish()
        }
        piece = .none
        isWaiting = false
    }

    // MARK: Pulling

    func next() -> BodySegment {
        if hasFailed || object == nil { return .failed }
        if !framing.isEmpty { return .bytes(framing, count: framing.count) }
        if position == end, !nextPart() { return .end }
        if !framing.isEmpty { return .bytes(framing, count: framing.count) }
        if isPreparing { return .wait }
        while true {
            switch piece {
            case .stored(let extent, let index):
                if let segment = stored(extent, index) { return segment }
            case .filling(let chunk):
                if let segment = filling(chunk) { return segment }
            case .direct(let run):
                if let segment = direct(run) { return segment }
            case .none:
                if let segment = find() { return segment }
            }
        }
    }

    /// Whether the next bytes come past the store.
    var isDirect: Bool { if case .direct = piece { true } else { false } }

    /// Finds out where the first bytes come from; false while that depends on whether there will be memory for them, which
    /// the sink is told.
    func settle() -> Bool {
        guard case .wait = next(), case .filling(let chunk) = piece else { return true }
        return chunk.buffer != nil
    }

    func took(_ count: Int) {
        if !framing.isEmpty { return framing.consume(count) }
        let border = (position / chunkSize + 1) * chunkSize
        position += UInt64(count)
        owed = max(0, owed - count)
        failures = 0
        if case .direct(let run) = piece { run.took(count) } else if position == border { letGo() }
        if position == end { letGo() }
        if let control { want(control) }
    }

    /// Turns to the next part of a multipart answer; false when everything is sent.
    private func nextPart() -> Bool {
        guard let multipart, part < multipart.ranges.count else { return false }
        part += 1
        guard part < multipart.ranges.count else {
            multipart.appendClose(to: framing)
            return true
        }
        (position, end) = (multipart.ranges[part].lowerBound, multipart.ranges[part].upperBound)
        // Parts need not ascend.
        preparedUpTo = 0
        multipart.appendHead(ofPart: part, to: framing)
        return true
    }
}

extension MediaBody: LoopMember {
    func woken() {
        let wasWaiting = isWaiting
        // The chunk is in the store: its memory is free, even where the client takes nothing for a long time.
        if case .filling(let chunk) = piece, chunk.isStored { letGo() }
        isWaiting = false
        if wasWaiting { sink?.bodyReady() }
    }
}

extension MediaBody: BodySink {
    /// A run past the store has news.
    func bodyReady() { sink?.bodyReady() }
}
