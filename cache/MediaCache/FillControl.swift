internal import LinuxIO
internal import Synchronization

/// What readers on any loop tell the one fill that they follow.
final class FillControl: Sendable {
    private let loop: LoopHandle
    private let token: LoopToken
    private let readers = Atomic<Int>(0)
    private let wanted: Atomic<UInt64>
    private let farthest = Atomic<UInt64>(0)
    /// The fill waits for more to be wanted.
    private let isPaused = Atomic<Bool>(false)

    init(loop: LoopHandle, token: LoopToken, wanted: UInt64) {
        (self.loop, self.token) = (loop, token)
        self.wanted = Atomic(wanted)
    }

    var readerCount: Int { readers.load(ordering: .acquiring) }
    /// How far the reader that is ahead would read in the end.
    var horizon: UInt64 { farthest.load(ordering: .acquiring) }
    /// Bytes up to here are wanted now.
    var demand: UInt64 { wanted.load(ordering: .sequentiallyConsistent) }

    // MARK: For readers

    func attach() {
        let (before, _) = readers.add(1, ordering: .acquiringAndReleasing)
        // A fill without readers reads nothing.
        if before == 0 { ring() }
    }

    func detach() {
        let (_, left) = readers.subtract(1, ordering: .acquiringAndReleasing)
        if left == 0 { ring() }
    }

    /// Bytes up to `position` of the object are wanted now, and up to `end` in time.
    func want(upTo position: UInt64, horizon end: UInt64) {
        if farthest.load(ordering: .relaxed) < end { farthest.store(end, ordering: .releasing) }
        var known = wanted.load(ordering: .relaxed)
        while known < position {
            let (done, found) = wanted.compareExchange(
                expected: known, desired: position, ordering: .sequentiallyConsistent)
            if done {
                if isPaused.exchange(false, ordering: .sequentiallyConsistent) { ring() }
                return
            }
            known = found
        }
    }

    // MARK: For the fill

    /// The fill has enough for now; false when more was wanted meanwhile.
    func pause(at position: UInt64) -> Bool {
        isPaused.store(true, ordering: .sequentiallyConsistent)
        guard demand > position else { return true }
        isPaused.store(false, ordering: .sequentiallyConsistent)
        return false
    }

    func ring() { loop.post(.wake(token)) }
}
