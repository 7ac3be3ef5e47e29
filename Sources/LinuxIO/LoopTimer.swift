/// Told when a timer's deadline has passed.
package protocol TimerTarget: AnyObject {
    func timerFired(_ timer: LoopTimer)
}

/// One deadline of one owner; set, moved and cleared through its loop.
///
/// Moving a deadline later costs a store: the heap is only corrected when the old time comes.
package final class LoopTimer {
    /// When to fire; `never` while the timer is not set.
    package fileprivate(set) var deadline = MonotonicTime.never
    /// Outlives the time that the timer is set: who ends clears its timers first.
    private unowned let target: any TimerTarget
    fileprivate var scheduled = MonotonicTime.never
    fileprivate var index = -1

    package init(target: any TimerTarget) { self.target = target }

    func fire() { target.timerFired(self) }
}

/// A binary heap of timers, each of which knows its place, so that clearing one frees it at once.
struct TimerHeap {
    private var heap: [LoopTimer] = []

    var earliest: MonotonicTime { heap.first?.scheduled ?? .never }

    mutating func set(_ timer: LoopTimer, at deadline: MonotonicTime) {
        timer.deadline = deadline
        if deadline == .never { return clear(timer) }
        if timer.index < 0 {
            timer.scheduled = deadline
            timer.index = heap.count
            heap.append(timer)
            siftUp(timer.index)
        } else if deadline < timer.scheduled {
            timer.scheduled = deadline
            siftUp(timer.index)
        }
    }

    mutating func clear(_ timer: LoopTimer) {
        timer.deadline = .never
        let index = timer.index
        guard index >= 0 else { return }
        timer.index = -1
        let last = heap.removeLast()
        guard last !== timer else { return }
        place(last, at: index)
        siftUp(index)
        siftDown(last.index)
    }

    /// Fires everything due at `now`; timers set meanwhile wait for the next call.
    mutating func popDue(at now: MonotonicTime) -> LoopTimer? {
        while let first = heap.first, first.scheduled <= now {
            if first.deadline <= now {
                clear(first)
                return first
            }
            first.scheduled = first.deadline
            siftDown(0)
        }
        return nil
    }

    private mutating func place(_ timer: LoopTimer, at index: Int) {
        heap[index] = timer
        timer.index = index
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        let timer = heap[index]
        while index > 0 {
            let parent = (index - 1) / 2
            guard timer.scheduled < heap[parent].scheduled else { break }
            place(heap[parent], at: index)
            index = parent
        }
        place(timer, at: index)
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        let timer = heap[index]
        while true {
            var child = 2 * index + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].scheduled < heap[child].scheduled { child += 1 }
            guard heap[child].scheduled < timer.scheduled else { break }
            place(heap[child], at: index)
            index = child
        }
        place(timer, at: index)
    }
}
