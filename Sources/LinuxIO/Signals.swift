internal import CLinux
internal import Glibc

/// What the outside tells the whole process.
package enum ProcessSignal: Sendable, Hashable, CaseIterable {
    /// SIGTERM: finish what is under way, then end.
    case terminate
    /// SIGINT: the same, from a keyboard.
    case interrupt
    /// SIGHUP: read the configuration again.
    case hangUp
    /// SIGUSR1: open the logs again.
    case user1

    var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangUp: SIGHUP
        case .user1: SIGUSR1
        }
    }
}

/// Turns signals into calls on an ordinary thread, which may lock, allocate and log.
///
/// Made first of all in `main`: threads inherit the mask, so that none is ever interrupted. A thread that was there
/// before, or that a library unblocks, does no harm: what it is given it passes on.
package struct Signals: Sendable {
    private let taken: [ProcessSignal]

    /// Blocks `taken` in this thread and in all that it starts, and makes SIGPIPE harmless for the whole process.
    package init(taking taken: [ProcessSignal] = ProcessSignal.allCases) {
        self.taken = taken
        usher_ignore_signal(SIGPIPE)
        block()
    }

    /// Starts the thread that calls `body` for each signal, one after the other; returns when none can be lost.
    ///
    /// What has come since `init` is delivered first.
    package func deliver(to body: @escaping @Sendable (ProcessSignal) -> Void) {
        let ready = Bell()
        startThread(named: "signals") {
            // Not left to inheritance, because `deliver` may be called from another thread than `init`.
            block()
            for signal in taken { usher_take_signal(signal.number) }
            ready.ring()
            while true { if let signal = next() { body(signal) } }
        }
        ready.wait()
    }

    private func next() -> ProcessSignal? {
        var set = set
        var number: Int32 = 0
        guard unsafe sigwait(&set, &number) == 0 else { return nil }
        return taken.first { $0.number == number }
    }

    private func block() {
        var set = set
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    private var set: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in taken { unsafe sigaddset(&set, signal.number) }
        return set
    }
}
