internal import ChunkStore
internal import Configuration
internal import LinuxIO
internal import Transport

/// Where the next piece comes from.
extension MediaBody {
    /// Nil when there is a piece now.
    func find() -> BodySegment? {
        let index = Int(position / chunkSize)
        let media = cache.media
        if take(index) { return nil }
        if let chunk = media.registry.find(.init(object: object.id, index: index)), !isShort(chunk), hold(chunk) {
            attach(to: chunk.control)
            return nil
        }
        // What was being filled a moment ago may have been stored since the first look.
        if take(index) { return nil }
        return fetch(index)
    }

    /// Whether we would wait in vain once more.
    private func isShort(_ chunk: FillChunk) -> Bool { hasStarved && chunk.buffer == nil && cache.media.memory.isShort }

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
        guard let own = owner?.originRequest, let origin = cache.current(own, for: object) else { return failed() }
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

    func want(_ control: FillControl) {
        control.want(upTo: min(end, position + Self.readAhead), horizon: end)
    }

    func waiter(_ token: LoopToken) -> FillChunk.Waiter { .init(loop: cache.loop.handle, token: token) }

    func wakeToken() -> LoopToken {
        if let token { return token }
        let made = cache.loop.add(self)
        token = made
        return made
    }
}
