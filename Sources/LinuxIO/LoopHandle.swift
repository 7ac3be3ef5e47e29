internal import CLinux
internal import Glibc

/// The name of something that a loop owns: valid on that loop, harmless once the thing is gone.
package struct LoopToken: Sendable, Hashable {
    let slot: UInt32
    let generation: UInt32
}

/// What may be said to a loop from another thread. What is said often is a case, so that saying it allocates nothing.
package enum Note: Sendable {
    /// Something that the named object waits for has happened.
    case wake(LoopToken)
    /// Anything rare.
    case run(@Sendable (EventLoop) -> Void)
    /// Leave the loop when this is read.
    case stop
}

/// A call was made to a loop that has ended.
package struct LoopGone: Error {}

/// The only door into a loop; safe from any thread.
package struct LoopHandle: Sendable {
    private let box = Locked<(open: Bool, queue: [Note])>((true, []))
    private let bell: Bell
    /// Which loop this is, counted from 0 within its group.
    package let index: Int

    init(index: Int) {
        self.index = index
        bell = Bell()
    }

    var bellDescriptor: Int32 { bell.descriptor.number }

    /// Leaves a note; false when the loop is gone and the caller must answer for itself.
    @discardableResult
    package func post(_ note: Note) -> Bool {
        let (taken, ring) = box.withLock { box in
            if box.open { box.queue.append(note) }
            return (box.open, box.open && box.queue.count == 1)
        }
        if ring { bell.ring() }
        return taken
    }

    /// Runs `work` on the loop; false when the loop is gone.
    @discardableResult
    package func run(_ work: @escaping @Sendable (EventLoop) -> Void) -> Bool { post(.run(work)) }

    func drain(into batch: inout [Note], closing: Bool) {
        bell.silence()
        box.withLock {
            swap(&$0.queue, &batch)
            if closing { $0.open = false }
        }
    }

    /// Starts an operation on the loop; the loop answers once through `Reply`, or the task's cancellation does.
    package func call<T: Sendable>(
        _ start: @escaping @Sendable (EventLoop, Reply<T>) -> Void
    ) async throws -> T {
        let reply = Reply<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard reply.arm(continuation) else { return }
                if !post(.run { start($0, reply) }) { reply.finish(.failure(LoopGone())) }
            }
        } onCancel: {
            reply.finish(.failure(CancellationError()))
        }
    }
}

/// An answer owed to a task: the loop's, the cancellation's or a closing loop's, whichever comes first.
package final class Reply<T: Sendable>: Sendable {
    private enum State {
        /// Nobody waits yet; next: `armed`, or `done` when the task was cancelled before it began to wait.
        case idle
        /// A task waits; next: `done`.
        case armed(CheckedContinuation<T, any Error>)
        /// Answered; holds the answer while nobody has taken it.
        case done(Result<T, any Error>?)
    }
    private let state = Locked(State.idle)

    /// Whether nobody needs the work any more.
    package var isDone: Bool {
        state.withLock { if case .done = $0 { true } else { false } }
    }

    func arm(_ continuation: CheckedContinuation<T, any Error>) -> Bool {
        let early: Result<T, any Error>? = state.withLock {
            if case .done(let result) = $0 { return result }
            $0 = .armed(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
        return early == nil
    }

    /// Answers, unless somebody has.
    package func finish(_ result: Result<T, any Error>) {
        let waiting: CheckedContinuation<T, any Error>? = state.withLock {
            switch $0 {
            case .idle:
                $0 = .done(result)
                return nil
            case .armed(let continuation):
                $0 = .done(nil)
                return continuation
            case .done:
                return nil
            }
        }
        waiting?.resume(with: result)
    }
}
