internal import ChunkStore
internal import LinuxIO
internal import Synchronization

/// A chunk on its way from the origin: readers on every loop follow it byte by byte.
///
/// It is claimed, and can be followed, before it has memory.
final class FillChunk: Sendable {
    /// Somebody to wake when there is news.
    struct Waiter: Sendable {
        let loop: LoopHandle
        let token: LoopToken

        fileprivate var name: Name { Name(loop: loop.index, token: token) }
        fileprivate struct Name: Hashable {
            let loop: Int
            let token: LoopToken
        }
    }

    private enum Course {
        case running
        /// In the store: readers find it there, and let go of the memory here.
        case stored
        /// No more bytes will come.
        case failed
        /// There was no memory for it in time.
        case starved
    }
    private struct State {
        var waiters: [Waiter] = []
        var followers: [Waiter.Name: Waiter] = [:]
        var course = Course.running
    }

    let object: StoredObject
    /// Which chunk of the object.
    let index: Int
    let control: FillControl
    private let memory: FillMemory
    private let given = AtomicLazyReference<FillBuffer>()
    private let state = Locked(State())

    init(_ object: StoredObject, index: Int, control: FillControl, memory: FillMemory) {
        (self.object, self.index) = (object, index)
        (self.control, self.memory) = (control, memory)
    }

    deinit { if let buffer { memory.give(buffer) } }

    // MARK: Memory

    /// Nil until there is memory for it.
    var buffer: FillBuffer? { given.load() }

    /// Bytes that arrived.
    var filled: Int { buffer?.filled ?? 0 }

    /// How many bytes can be read now at `offset` and right behind it.
    func available(from offset: Int) -> Int { buffer?.available(from: offset) ?? 0 }

    /// Gives it memory, once; it goes back when nobody holds the chunk any more.
    func provide(_ buffer: FillBuffer) { _ = given.storeIfNil(buffer) }

    // MARK: For readers

    var hasFailed: Bool { state.withLock { $0.course == .failed || $0.course == .starved } }
    var hasStarved: Bool { state.withLock { $0.course == .starved } }
    var isStored: Bool { state.withLock { $0.course == .stored } }

    /// Notes who has to be told to let go once the chunk is stored, however long they read nothing; false when it is.
    func follow(_ follower: Waiter) -> Bool {
        state.withLock { state in
            guard state.course != .stored else { return false }
            state.followers[follower.name] = follower
            return true
        }
    }

    func unfollow(_ follower: Waiter) { state.withLock { _ = $0.followers.removeValue(forKey: follower.name) } }

    /// Wakes `waiter` at the next news; false when there is some already: `count` bytes at `offset`, or the end.
    func wait(_ waiter: Waiter, for count: Int, at offset: Int) -> Bool {
        state.withLock { state in
            guard state.course == .running, available(from: offset) < count else { return false }
            state.waiters.append(waiter)
            return true
        }
    }

    // MARK: For the fill

    /// Bytes were added.
    func notify() { wake(state.withLock { take(&$0) }) }

    /// No more bytes will come.
    func fail() { end(.failed) }

    /// No bytes will come, because all memory is in use.
    func starve() { end(.starved) }

    /// The chunk is committed: whoever holds it goes on from the store.
    func release() {
        let followers = state.withLock { state in
            state.course = .stored
            defer { state.followers = [:] }
            return state.followers
        }
        wake(Array(followers.values))
    }

    private func end(_ course: Course) {
        wake(
            state.withLock { state in
                if state.course == .running { state.course = course }
                return take(&state)
            })
    }

    private func take(_ state: inout State) -> [Waiter] {
        guard !state.waiters.isEmpty else { return [] }
        let waiters = state.waiters
        state.waiters.removeAll(keepingCapacity: true)
        return waiters
    }

    private func wake(_ waiters: [Waiter]) {
        for waiter in waiters { waiter.loop.post(.wake(waiter.token)) }
    }
}
