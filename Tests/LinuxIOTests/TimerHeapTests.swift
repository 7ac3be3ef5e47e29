import Testing

@testable import LinuxIO

@Suite struct TimerHeapTests {
    private final class Target: TimerTarget {
        func timerFired(_ timer: LoopTimer) {}
    }

    /// Random sets, moves and clears against a plain list of deadlines.
    @Test func firesWhatIsDueAndNothingElse() {
        var random = SystemRandomNumberGenerator()
        let target = Target()
        let timers = (0..<50).map { _ in LoopTimer(target: target) }
        var model = [MonotonicTime](repeating: .never, count: timers.count)
        var heap = TimerHeap()
        var now: UInt64 = 0
        for _ in 0..<5_000 {
            let index = Int.random(in: 0..<timers.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let deadline = MonotonicTime(nanoseconds: now + UInt64.random(in: 1...100, using: &random))
                heap.set(timers[index], at: deadline)
                model[index] = deadline
            case 2:
                heap.clear(timers[index])
                model[index] = .never
            default:
                now += UInt64.random(in: 1...20, using: &random)
                let time = MonotonicTime(nanoseconds: now)
                var fired: Set<Int> = []
                while let timer = heap.popDue(at: time) { fired.insert(timers.firstIndex { $0 === timer }!) }
                #expect(fired == Set(model.indices.filter { model[$0] <= time }))
                for index in fired { model[index] = .never }
            }
        }
    }
}
