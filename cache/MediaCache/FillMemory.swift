internal import LinuxIO

/// The memory that all fills of one store share: bounded, given in the order of asking, and used again.
final class FillMemory: Sendable {
    /// A fill's place in the queue; given up with `leave`, or by `redeem` once it brought memory.
    struct Place: Sendable, Hashable {
        fileprivate let number: UInt64
    }

    private struct Waiting {
        let place: Place
        let count: Int
        let waiter: FillChunk.Waiter
    }
    /// Memory put aside for a place until its owner comes for it.
    private struct Grant {
        let count: Int
        let spare: FillBuffer?
    }
    private struct State {
        var spare: [FillBuffer] = []
        /// Bytes in use or put aside.
        var used = 0
        var waiting: [Waiting] = []
        var granted: [Place: Grant] = [:]
        var lastNumber: UInt64 = 0
    }
    private let size: Int
    private let limit: Int
    private let state = Locked(State())
    private static let kept = 16

    /// - Parameters:
    ///   - size: bytes of a whole chunk.
    ///   - limit: bytes in use at once, at least two chunks.
    init(chunkSize size: Int, limit: Int64) {
        self.size = size
        self.limit = max(2 * size, Int(clamping: limit))
    }

    /// Whether a whole chunk would have to wait now.
    var isShort: Bool { state.withLock { !$0.waiting.isEmpty || $0.used + size > limit } }

    /// Bytes in use.
    var used: Int { state.withLock { $0.used } }

    /// A buffer for a chunk of `count` bytes that arrive from `start` on; nil when there is no room, or others wait.
    func take(_ count: Int, from start: Int) -> FillBuffer? {
        let grant = state.withLock { state in
            state.waiting.isEmpty && state.used + count <= limit ? reserve(count, &state) : nil
        }
        return grant.map { make($0, from: start) }
    }

    /// Queues for `count` bytes; the waiter is woken when they are put aside.
    func wait(_ count: Int, _ waiter: FillChunk.Waiter) -> Place {
        let (place, woken) = state.withLock { state in
            state.lastNumber += 1
            let place = Place(number: state.lastNumber)
            state.waiting.append(Waiting(place: place, count: count, waiter: waiter))
            return (place, serve(&state))
        }
        wake(woken)
        return place
    }

    /// What was put aside for a place; nil while it still waits.
    func redeem(_ place: Place, from start: Int) -> FillBuffer? {
        state.withLock { $0.granted.removeValue(forKey: place) }.map { make($0, from: start) }
    }

    /// Gives a place up, with what was put aside for it.
    func leave(_ place: Place) {
        let woken = state.withLock { state in
            if let grant = state.granted.removeValue(forKey: place) {
                state.used -= grant.count
                if let spare = grant.spare { keep(spare, &state) }
            } else {
                state.waiting.removeAll { $0.place == place }
            }
            return serve(&state)
        }
        wake(woken)
    }

    /// Takes a buffer back that nobody else holds.
    func give(_ buffer: FillBuffer) {
        let woken = state.withLock { state in
            state.used -= buffer.capacity
            if buffer.capacity == size { keep(buffer, &state) }
            return serve(&state)
        }
        wake(woken)
    }

    // MARK: Under the lock

    /// Memory kept for later counts, too: together it stays within the limit.
    private func keep(_ buffer: FillBuffer, _ state: inout State) {
        let total = state.used + (state.spare.count + 1) * size
        if total <= limit, state.spare.count < Self.kept { state.spare.append(buffer) }
    }

    private func reserve(_ count: Int, _ state: inout State) -> Grant {
        state.used += count
        if count == size, let spare = state.spare.popLast() { return Grant(count: count, spare: spare) }
        while !state.spare.isEmpty, state.used + state.spare.count * size > limit { state.spare.removeLast() }
        return Grant(count: count, spare: nil)
    }

    /// Puts memory aside for those who wait longest.
    private func serve(_ state: inout State) -> [FillChunk.Waiter] {
        var served = 0
        while served < state.waiting.count, state.used + state.waiting[served].count <= limit {
            state.granted[state.waiting[served].place] = reserve(state.waiting[served].count, &state)
            served += 1
        }
        guard served > 0 else { return [] }
        defer { state.waiting.removeFirst(served) }
        return state.waiting[..<served].map(\.waiter)
    }

    // MARK: Outside of it

    private func make(_ grant: Grant, from start: Int) -> FillBuffer {
        guard let spare = grant.spare else { return FillBuffer(capacity: grant.count, from: start) }
        spare.reset(from: start)
        return spare
    }

    private func wake(_ waiters: [FillChunk.Waiter]) {
        for waiter in waiters { waiter.loop.post(.wake(waiter.token)) }
    }
}
