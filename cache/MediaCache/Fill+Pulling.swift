internal import ChunkStore
internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// From the origin's connection into chunks.
extension Fill {
    private static let turnLimit = 512 << 10
    /// Chunks of one run at most.
    private static let longestRun: UInt64 = 16

    private var chunkSize: UInt64 { UInt64(cache.media.settings.chunkSize) }

    /// Takes as much as has come, is wanted, and one turn allows.
    func pull() {
        guard phase == .filling, !isPulling, let object, let connection = call.connection else { return }
        isPulling = true
        defer { isPulling = false }
        if isPaused { lastProgress = cache.loop.now }
        isPaused = false
        var left = Self.turnLimit
        while true {
            if position >= end { return endRun(object) }
            if waitsForReader() { return armTimer() }
            if !isWanted { return finish() }
            if shouldPause { return notify() }
            guard claimChunk(), let chunk else { return finish() }
            guard secureMemory(for: chunk) else { return armTimer() }
            switch transfer(from: connection, limit: left) {
            case .bytes(let count):
                lastProgress = cache.loop.now
                left -= count
                if left <= 0 {
                    notify()
                    return cache.loop.again(token)
                }
            case .wouldBlock:
                notify()
                return armTimer()
            case .closed, .failed: return broken()
            }
        }
    }

    private func notify() { chunk?.notify() }

    /// Whether there is no reader, and one may still come.
    private func waitsForReader() -> Bool {
        let now = cache.loop.now
        guard !completesHead, control.readerCount == 0 else {
            (isLonely, lonelyUntil) = (false, .never)
            return false
        }
        if lonelyUntil == .never { lonelyUntil = now.adding(cache.media.settings.readerTimeout) }
        let wasLonely = isLonely
        isLonely = now < lonelyUntil && !cache.media.memory.isShort
        // The origin is not to blame for what was not read.
        if wasLonely, !isLonely { lastProgress = now }
        return isLonely
    }

    /// Without readers a chunk is worth its rest when most of it is there, and so is the first one: what opens a title is
    /// asked for again.
    private var isWanted: Bool {
        if completesHead || control.readerCount > 0 || !hasCompleted { return true }
        guard let chunk, let memory = chunk.buffer else { return false }
        return chunk.filled * 2 >= memory.capacity
    }

    private var hasBegunChunk: Bool { (chunk?.filled ?? 0) > 0 }

    /// Between two chunks only: one that has begun is completed, so that its memory is free again however long its
    /// readers pause.
    private var shouldPause: Bool {
        guard !completesHead, !hasBegunChunk, control.readerCount > 0, position >= control.demand else { return false }
        isPaused = control.pause(at: position)
        if isPaused { hasPaused = true }
        return isPaused
    }

    // MARK: Chunks

    /// Makes sure that the chunk at `position` is ours to fill; false when somebody else has it already.
    func claimChunk() -> Bool {
        if chunk != nil { return true }
        guard let object, position < end, claimNext(of: object) else { return false }
        claimAhead(of: object)
        return true
    }

    private func claimNext(of object: StoredObject) -> Bool {
        if chunk == nil { (chunk, ahead) = (ahead ?? claim(at: position, of: object), nil) }
        return chunk != nil
    }

    /// Lays claim to the run's next chunk: the reader who comes there first follows instead of asking again.
    private func claimAhead(of object: StoredObject) {
        let border = (position / chunkSize + 1) * chunkSize
        if ahead == nil, border < end { ahead = claim(at: border, of: object) }
    }

    private func claim(at position: UInt64, of object: StoredObject) -> FillChunk? {
        let media = cache.media
        let index = Int(position / chunkSize)
        guard !media.store.contains(object, chunk: index) else { return nil }
        let chunk = FillChunk(object, index: index, control: control, memory: media.memory)
        guard media.registry.claim(name(of: chunk), chunk) else { return nil }
        // It may have been stored between the first look and the claim.
        guard !media.store.contains(object, chunk: index) else {
            // Readers on other loops may have found it meanwhile.
            abandon(chunk)
            return nil
        }
        return chunk
    }

    // MARK: Bytes

    private func transfer(from connection: ClientConnection, limit: Int) -> TransferOutcome {
        guard let chunk, let memory = chunk.buffer else { return .wouldBlock }
        let room = Int(min(UInt64(bytesLeft(in: memory)), end - position))
        if skip == 0, let outcome = connection.receive(into: memory, limit: min(limit, room)) {
            if case .bytes(let count) = outcome { advance(count, chunk, memory) }
            return outcome
        }
        switch connection.next() {
        case .bytes(let buffer, let count):
            if skip > 0 {
                let dropped = Int(min(skip, UInt64(count)))
                connection.took(dropped)
                skip -= UInt64(dropped)
                return .bytes(dropped)
            }
            let taken = buffer.withSpan { memory.append($0.extracting(0..<min(count, room))) }
            connection.took(taken)
            advance(taken, chunk, memory)
            return .bytes(taken)
        case .wait: return .wouldBlock
        case .end, .failed, .extent, .fill: return .closed
        }
    }

    /// Bytes that may arrive in one piece: up to the chunk's end, or up to where it began.
    private func bytesLeft(in memory: FillBuffer) -> Int {
        let tail = memory.capacity - memory.start
        return memory.filled < tail ? tail - memory.filled : memory.capacity - memory.filled
    }

    private func advance(_ count: Int, _ chunk: FillChunk, _ memory: FillBuffer) {
        position += UInt64(count)
        if memory.isComplete { return complete(chunk, memory) }
        guard !completesHead, memory.filled == memory.capacity - memory.start else { return }
        // The readers' bytes came first; now the chunk's beginning.
        self.chunk = nil
        hasCompleted = true
        chunk.notify()
        Fill.completeHead(cache, origin, chunk, chunkSize: chunkSize)
    }

    private func complete(_ chunk: FillChunk, _ memory: FillBuffer) {
        self.chunk = nil
        hasCompleted = true
        let (registry, name) = (cache.media.registry, name(of: chunk))
        cache.media.store.write(memory, as: chunk.object, chunk: chunk.index) { isStored in
            // Until here readers follow the buffer; from now on they find the stored chunk first.
            registry.remove(name, chunk)
            if isStored { chunk.release() }
        }
        chunk.notify()
    }

    // MARK: Ends

    /// The run is complete: on with the next one once somebody wants it.
    private func endRun(_ object: StoredObject) {
        let isWanted = control.readerCount > 0 && (hasBegunChunk || control.horizon > position)
        guard !completesHead, isWanted, position < object.length, claimNext(of: object) else { return finish() }
        call.body?.sink = nil
        call.finish()
        phase = .resting
        // What has begun is completed, as in the middle of a run.
        if hasBegunChunk || !shouldPause { beginRun(object) } else { notify() }
    }

    private func beginRun(_ object: StoredObject) {
        // Readers whose own signatures are still good go on by themselves.
        guard let current = cache.current(origin, for: object) else { return finish() }
        origin = current
        // Readers who take everything at once get longer runs, so that round trips do not count; where they are slower
        // than the origin, what is asked for ahead of them is what a seek away wastes.
        runChunks = hasPaused ? max(1, runChunks / 2) : min(Self.longestRun, runChunks * 2)
        (isPaused, hasPaused) = (false, false)
        let plan = RangePlan(chunkSize: chunkSize, length: object.length, runLimit: chunkSize * runChunks)
        let media = cache.media
        let run = plan.run(at: position, wantedTo: max(control.demand, control.horizon)) { index in
            media.store.contains(object, chunk: Int(index))
                || media.registry.find(.init(object: object.id, index: Int(index))) != nil
        }
        question = OriginQuestion(span: .bytes(from: run.lowerBound, to: run.upperBound - 1))
        end = run.upperBound
        claimAhead(of: object)
        start()
    }

    /// A reader wants more than the run before brought, or the last one has left.
    func endRest() {
        guard let object, control.readerCount > 0 else { return finish() }
        if !shouldPause { beginRun(object) }
    }

    /// The origin broke off, or sends what does not fit.
    func broken() {
        notify()
        finish()
    }
}
