internal import LinuxIO

/// A request that waits for what a worker finds out.
final class WorkerCall<Answer: Sendable>: LoopMember {
    /// Whether the answer is still wanted; for the worker, when its turn comes.
    typealias Interest = @Sendable () -> Bool
    /// Gives the answer, from any thread.
    typealias Delivery = @Sendable (Answer) -> Void

    private let loop: EventLoop
    private var answered: ((Answer) -> Void)?
    private var token: LoopToken?
    private let isOver = Locked(false)

    init(on loop: EventLoop, answered: @escaping (Answer) -> Void) {
        (self.loop, self.answered) = (loop, answered)
    }

    /// Lets `start` hand the work over; false when it says that too many wait.
    func begin(_ start: (@escaping Interest, @escaping Delivery) -> Bool) -> Bool {
        let (handle, token, isOver) = (loop.handle, loop.add(self), isOver)
        self.token = token
        let delivery: Delivery = { answer in
            handle.run { loop in loop.with(token, as: WorkerCall<Answer>.self) { $0.finish(answer) } }
        }
        return start({ !isOver.withLock { $0 } }, delivery)
    }

    private func finish(_ answer: Answer) {
        let answered = answered
        end()
        answered?(answer)
    }

    /// Nobody waits any more.
    func end() {
        if let token { loop.remove(token) }
        (token, answered) = (nil, nil)
        isOver.withLock { $0 = true }
    }
}
