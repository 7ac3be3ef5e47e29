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
    private enum Piece {
        /// Nothing is held.
        case none
        /// A stored chunk, in use by us.
        case stored(FileExtent, index: Int)
        case filling(FillChunk)
        /// Bytes from the origin for us alone: there is no memory for a fill.
        case direct(DirectRun)
    }

    /// Bytes in front of a reader that a fill may fetch before they are asked for.
    private static let readAhead: UInt64 = 128 << 10
    /// Fills in a row that may break off before the body does.
    private static let patience = 3
    /// Chunks of one run past the store at most: behind it there may be memory again.
    private static let directChunks: UInt64 = 16

    var sink: (any BodySink)?
    var owner: (any MediaBodyOwner)?
    private var cache: LoopCache!
    private var object: StoredObject!
    private var chunkSize: UInt64 = 1
    private var position: UInt64 = 0
    private var end: UInt64 = 0
    private var piece = Piece.none
    private var control: FillControl?
    private var failures = 0
    private var token: LoopToken?
    private var isPreparing = false
    /// The chunk at hand will wake us.
    private var isWaiting = false
    /// It has waited for memory in vain once, and waits no more.
    private var hasStarved = false
    /// Bytes at `position` that were offered and not taken. TLS may have half a record of them: whatever the next offer
    /// is made of, it is no shorter.
    private var owed = 0
    private var preparedUpTo: UInt64 = 0
    private var hasFailed = false

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

    private func letGo() {
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

    // MARK: Stored chunks

    private func stored(_ extent: FileExtent, _ index: Int) -> BodySegment? {
        let offset = Int(position - UInt64(index) * chunkSize)
        let count = Int(min(UInt64(extent.length - offset), end - position))
        if position >= preparedUpTo, !isReady(extent, index, offset..<offset + count) {
            return prepare(extent, index)
        }
        noteOffer(of: count)
        return .extent(extent, offset: offset, count: count)
    }

    private func isReady(_ extent: FileExtent, _ index: Int, _ range: Range<Int>) -> Bool {
        let now = cache.loop.now
        if extent.wasJustResident(at: now) { return true }
        let store = cache.media.store
        if store.isReady(extent, of: object, chunk: index, range: 0..<extent.length) {
            extent.noteResident(at: now)
            return true
        }
        return store.isReady(extent, of: object, chunk: index, range: range)
    }

    /// Has a worker read what is not in memory: the loop must not wait for the disk.
    private func prepare(_ extent: FileExtent, _ index: Int) -> BodySegment {
        isPreparing = true
        let token = wakeToken()
        let (handle, border) = (cache.loop.handle, (UInt64(index) + 1) * chunkSize)
        let media = cache.media
        media.store.prepare(extent, of: object, chunk: index, on: media.workers) { isGood in
            handle.run { loop in
                loop.with(token, as: MediaBody.self) { $0.prepared(isGood, upTo: border) }
            }
        }
        return .wait
    }

    private func prepared(_ isGood: Bool, upTo border: UInt64) {
        guard isPreparing, object != nil else { return }
        isPreparing = false
        if isGood {
            preparedUpTo = border
        } else {
            letGo()
            failures += 1
            if failures > Self.patience { hasFailed = true }
        }
        sink?.bodyReady()
    }

    // MARK: Chunks on their way

    private func filling(_ chunk: FillChunk) -> BodySegment? {
        let offset = Int(position % chunkSize)
        let least = max(1, owed)
        if let buffer = chunk.buffer {
            let count = Int(min(UInt64(buffer.available(from: offset)), end - position))
            if count >= least {
                noteOffer(of: count)
                return .fill(buffer, offset: offset, count: count)
            }
        }
        if chunk.hasFailed {
            hasStarved = chunk.hasStarved
            letGo()
            return hasStarved ? nil : brokeOff()
        }
        if isWaiting { return .wait }
        isWaiting = chunk.wait(waiter(wakeToken()), for: least, at: offset)
        return isWaiting ? .wait : nil
    }

    private func noteOffer(of count: Int) { owed = min(count, 16 << 10) }

    /// Nil to try once more.
    private func brokeOff() -> BodySegment? {
        failures += 1
        return failures > Self.patience ? failed() : nil
    }

    // MARK: Past the store

    private func direct(_ run: DirectRun) -> BodySegment? {
        let segment = run.next()
        switch segment {
        case .wait: return .wait
        case .bytes(_, let count):
            noteOffer(of: count)
            return segment
        case .end:
            letGo()
            return nil
        case .failed, .extent, .fill:
            letGo()
            return brokeOff()
        }
    }

    private func goDirect(_ run: Range<UInt64>, _ origin: OriginRequest) {
        let run = run.lowerBound..<min(run.upperBound, end)
        let direct = DirectRun(cache, origin, of: object, run, wanted: end, owed: owed, sink: self)
        piece = .direct(direct)
        direct.start()
    }

    private func failed() -> BodySegment {
        hasFailed = true
        return .failed
    }

    // MARK: Finding the next piece

    /// Nil when there is a piece now.
    private func find() -> BodySegment? {
        let index = Int(position / chunkSize)
        let media = cache.media
        if take(index) { return nil }
        if let chunk = media.registry.find(.init(object: object.id, index: index)), hold(chunk) {
            attach(to: chunk.control)
            return nil
        }
        // What was being filled a moment ago may have been stored since the first look.
        if take(index) { return nil }
        return fetch(index)
    }

    private func take(_ index: Int) -> Bool {
        guard let extent = cache.media.store.use(object, chunk: index) else { return false }
        piece = .stored(extent, index: index)
        return true
    }

    /// False when the chunk is in the store meanwhile.
    private func hold(_ chunk: FillChunk) -> Bool {
        guard chunk.follow(waiter(wakeToken())) else { return false }
        piece = .filling(chunk)
        return true
    }

    private func fetch(_ index: Int) -> BodySegment? {
        guard let origin = owner?.originRequest else { return failed() }
        let media = cache.media
        let isDirect = hasStarved && media.memory.isShort
        let plan = RangePlan(
            chunkSize: chunkSize, length: object.length,
            runLimit: chunkSize * (isDirect ? Self.directChunks : Fill.firstRun))
        let object = self.object!
        let run = plan.run(at: position, wantedTo: end) { index in
            media.store.contains(object, chunk: Int(index))
                || media.registry.find(.init(object: object.id, index: Int(index))) != nil
        }
        if isDirect {
            goDirect(run, origin)
        } else if let fill = Fill.run(cache, origin, of: object, run), let chunk = fill.chunk {
            attach(to: fill.control)
            _ = hold(chunk)
            fill.start()
        }
        // Where somebody was quicker, the next look finds it.
        return nil
    }

    private func attach(to control: FillControl) {
        if self.control !== control { follow(control) }
        want(control)
    }

    private func want(_ control: FillControl) {
        control.want(upTo: min(end, position + Self.readAhead), horizon: end)
    }

    private func waiter(_ token: LoopToken) -> FillChunk.Waiter { .init(loop: cache.loop.handle, token: token) }

    private func wakeToken() -> LoopToken {
        if let token { return token }
        let made = cache.loop.add(self)
        token = made
        return made
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
