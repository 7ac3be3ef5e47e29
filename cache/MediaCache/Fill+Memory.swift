internal import ChunkStore
internal import Configuration
internal import LinuxIO

/// Memory for the chunk at hand: from the store's bounded supply, in the order of asking.
extension Fill {
    /// Makes sure that a chunk has memory for its bytes from `position` on; false while it waits for its turn.
    func secureMemory(for chunk: FillChunk) -> Bool {
        if chunk.buffer != nil { return true }
        let media = cache.media
        let start = Int(position % UInt64(media.settings.chunkSize))
        if let (place, _) = place {
            guard let buffer = media.memory.redeem(place, from: start) else { return false }
            self.place = nil
            // The origin is not to blame for our wait.
            lastProgress = cache.loop.now
            chunk.provide(buffer)
            return true
        }
        let length = media.store.length(ofChunk: chunk.index, in: chunk.object)
        if let buffer = media.memory.take(length, from: start) {
            chunk.provide(buffer)
            return true
        }
        let place = media.memory.wait(length, FillChunk.Waiter(loop: cache.loop.handle, token: token))
        self.place = (place, until: cache.loop.now.adding(media.settings.fillMemoryTimeout))
        return false
    }

    func leaveQueue() {
        if let (place, _) = place { cache.media.memory.leave(place) }
        place = nil
    }

    /// Memory is there, or the last reader has left, before anything was asked.
    func enterAgain() { control.readerCount > 0 ? start() : finish() }

    /// No memory in time: the readers go on without the store.
    func starve() {
        abandon(chunk, hasStarved: true)
        chunk = nil
        finish()
    }
}
