internal import LinuxIO

/// Counts loops that have come to a point, and lets a task wait for the last.
final class LoopCount: Sendable {
    let count: Int
    private let left: Locked<Int>

    init(_ count: Int) {
        self.count = count
        left = Locked(count)
    }

    func oneEnded() { left.withLock { $0 -= 1 } }

    /// False when the time ran out first.
    func wait(upTo limit: Duration) async -> Bool {
        let deadline = MonotonicTime.now.adding(limit)
        while left.withLock({ $0 }) > 0 {
            if MonotonicTime.now >= deadline { return false }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return true
    }
}
