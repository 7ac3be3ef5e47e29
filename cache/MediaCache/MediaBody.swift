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
    }

    /// Bytes in front of a reader that a fill may fetch before they are asked for.
    private static let readAhead: UInt64 = 128 << 10
    /// Fills in a row that may break off before the body does.
    private static let patience = 3

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
    private lazy var timer = LoopTimer(target: self)
    private static let memoryPause: Duration = .milliseconds(20)
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
        (failures, hasFailed, multipart, part, preparedUpTo) = (0, false, nil, 0, 0)
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
        cache?.loop.clear(timer)
        token = nil
        isPreparing = false
        (object, cache, owner, sink) = (nil, nil, nil, nil)
    }

    func cancel() { hasFailed = true }

    private func letGo() {
        if case .stored(let extent, _) = piece { extent.endUse() }
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
            case .none:
                if let segment = find() { return segment }
            }
        }
    }

    func took(_ count: Int) {
        if !framing.isEmpty { return framing.consume(count) }
        let border = (position / chunkSize + 1) * chunkSize
        position += UInt64(count)
        failures = 0
        if position == border || position == end { letGo() }
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
        let available = chunk.buffer.available(from: offset)
        if available > 0 {
            return .fill(chunk.buffer, offset: offset, count: Int(min(UInt64(available), end - position)))
        }
        if chunk.hasFailed {
            letGo()
            failures += 1
            return failures > Self.patience ? failed() : nil
        }
        if isWaiting { return .wait }
        isWaiting = chunk.wait(FillChunk.Waiter(loop: cache.loop.handle, token: wakeToken()), for: offset)
        return isWaiting ? .wait : nil
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
        if let chunk = media.registry.find(.init(object: object.id, index: index)) {
            attach(to: chunk.control)
            piece = .filling(chunk)
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

    private func fetch(_ index: Int) -> BodySegment? {
        guard let origin = owner?.originRequest else { return failed() }
        let media = cache.media
        let plan = RangePlan(chunkSize: chunkSize, length: object.length, runLimit: chunkSize * Fill.firstRun)
        let object = self.object!
        let run = plan.run(at: position, wantedTo: end) { index in
            media.store.contains(object, chunk: Int(index))
                || media.registry.find(.init(object: object.id, index: Int(index))) != nil
        }
        guard let fill = Fill.run(cache, origin, of: object, run) else {
            // Somebody was quicker, or memory is short; the next look tells.
            let isThere =
                media.store.contains(object, chunk: index)
                || media.registry.find(.init(object: object.id, index: index)) != nil
            return isThere ? nil : waitForMemory()
        }
        attach(to: fill.control)
        if let chunk = fill.chunk { piece = .filling(chunk) }
        fill.start()
        return nil
    }

    private func waitForMemory() -> BodySegment {
        cache.loop.set(timer, after: Self.memoryPause)
        return .wait
    }

    private func attach(to control: FillControl) {
        if self.control !== control { follow(control) }
        want(control)
    }

    private func want(_ control: FillControl) {
        control.want(upTo: min(end, position + Self.readAhead), horizon: end)
    }

    private func wakeToken() -> LoopToken {
        if let token { return token }
        let made = cache.loop.add(self)
        token = made
        return made
    }
}

extension MediaBody: LoopMember {
    func woken() {
        isWaiting = false
        sink?.bodyReady()
    }
}

extension MediaBody: TimerTarget {
    func timerFired(_ timer: LoopTimer) { sink?.bodyReady() }
}
