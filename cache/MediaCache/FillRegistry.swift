internal import ChunkStore
internal import LinuxIO
internal import Transport

/// What is on its way, for all loops: chunks by object, and addresses that somebody is asking the origin about.
final class FillRegistry: Sendable {
    struct ChunkName: Hashable, Sendable {
        let object: ObjectID
        let index: Int
    }
    private typealias Chunks = Locked<[ChunkName: FillChunk]>

    private let shards: [Chunks]
    private let asked = Locked<[[UInt8]: Inquiry]>([:])

    init() { shards = (0..<16).map { _ in Chunks([:]) } }

    private func shard(_ name: ChunkName) -> Chunks {
        shards[Int(truncatingIfNeeded: name.object.low ^ UInt64(truncatingIfNeeded: name.index)) & 15]
    }

    func find(_ name: ChunkName) -> FillChunk? { shard(name).withLock { $0[name] } }

    /// Enters a chunk; false when somebody else fills it already.
    func claim(_ name: ChunkName, _ chunk: FillChunk) -> Bool {
        shard(name).withLock { chunks in
            if chunks[name] != nil { return false }
            chunks[name] = chunk
            return true
        }
    }

    func remove(_ name: ChunkName, _ chunk: FillChunk) {
        // What was removed is freed outside of the lock.
        _ = shard(name).withLock { chunks in
            chunks[name] === chunk ? chunks.removeValue(forKey: name) : nil
        }
    }

    // MARK: Addresses

    /// The inquiry that runs for `key`, or a new one that the caller has to carry out.
    func inquire(_ key: [UInt8]) -> (inquiry: Inquiry, isMine: Bool) {
        asked.withLock { asked in
            if let running = asked[key] { return (running, false) }
            let made = Inquiry(key)
            asked[key] = made
            return (made, true)
        }
    }

    func close(_ inquiry: Inquiry, _ answer: Inquiry.Answer) {
        asked.withLock { asked in
            if asked[inquiry.key] === inquiry { asked[inquiry.key] = nil }
        }
        inquiry.finish(answer)
    }
}

/// One question to the origin that several requests may wait for: what is at this address?
final class Inquiry: Sendable {
    enum Answer: Sendable {
        /// There is a record, found good just now.
        case stored(StoredObject)
        /// Each has to ask for itself: the response is not to be shared.
        case notShared
        /// The origin fails, and what is stored, although stale, stands in for it.
        case stale(StoredObject)
        /// There was no response.
        case failed(ClientFailure)
    }
    private struct State {
        var answer: Answer?
        var waiters: [FillChunk.Waiter] = []
    }

    let key: [UInt8]
    private let state = Locked(State())

    init(_ key: [UInt8]) { self.key = key }

    var answer: Answer? { state.withLock { $0.answer } }

    /// Wakes `waiter` when the answer is there; false when it is.
    func wait(_ waiter: FillChunk.Waiter) -> Bool {
        state.withLock { state in
            guard state.answer == nil else { return false }
            state.waiters.append(waiter)
            return true
        }
    }

    fileprivate func finish(_ answer: Answer) {
        let waiters = state.withLock { state in
            state.answer = answer
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.loop.post(.wake(waiter.token)) }
    }
}
