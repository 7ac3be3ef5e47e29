internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// What a piece at hand has to offer.
extension MediaBody {
    // MARK: Stored chunks

    func stored(_ extent: FileExtent, _ index: Int) -> BodySegment? {
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

    func filling(_ chunk: FillChunk) -> BodySegment? {
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

    func direct(_ run: DirectRun) -> BodySegment? {
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

    func goDirect(_ run: Range<UInt64>, _ origin: OriginRequest) {
        let run = run.lowerBound..<min(run.upperBound, end)
        let direct = DirectRun(cache, origin, of: object, run, wanted: end, owed: owed, sink: self)
        // No fill is to run ahead of what we read here.
        control?.detach()
        control = nil
        piece = .direct(direct)
        direct.start()
    }

    func failed() -> BodySegment {
        hasFailed = true
        return .failed
    }
}
