internal import Glibc
internal import LinuxIO

/// The programs that run for the demo, so that a signal can end them, and whether one has come.
final class Children: Sendable {
    private let state = Locked<(running: [pid_t], isStopping: Bool)>(([], false))
    private let bell = Bell()

    /// Whether the demo was told to end.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Ends every child, and lets none start from now on.
    func stop() {
        let running = state.withLock {
            $0.isStopping = true
            return $0.running
        }
        for child in running { kill(child, SIGTERM) }
        bell.ring()
    }

    /// Sleeps until the demo is told to end, or for so long.
    func waitForStop(upTo limit: Duration) -> Bool { isStopping || bell.wait(upTo: limit) || isStopping }

    /// Starts a program, see `Spawning.start`.
    func start(_ arguments: [String], output: Int32, errors: Int32) throws(DemoFailure) -> pid_t {
        guard !isStopping else { throw DemoFailure("stopped") }
        do throws(Errno) {
            let child = try Spawning.start(arguments, output: output, errors: errors)
            state.withLock { $0.running.append(child) }
            return child
        } catch {
            throw DemoFailure("cannot start \(arguments[0]): \(error)")
        }
    }

    /// Waits for a child to end; its exit status.
    func wait(for child: pid_t) -> Int32 {
        let status = Spawning.wait(for: child)
        state.withLock { $0.running.removeAll { $0 == child } }
        return status
    }

    /// Whether a child is still there; one that has ended is taken note of.
    func isRunning(_ child: pid_t) -> Bool {
        guard state.withLock({ $0.running.contains(child) }) else { return false }
        var status: Int32 = 0
        guard unsafe waitpid(child, &status, WNOHANG) == child else { return true }
        state.withLock { $0.running.removeAll { $0 == child } }
        return false
    }

    /// Ends one child, by force when it takes longer than ten seconds.
    func end(_ child: pid_t) {
        guard isRunning(child) else { return }
        kill(child, SIGTERM)
        for _ in 0..<200 {
            guard isRunning(child) else { return }
            usleep(50_000)
        }
        kill(child, SIGKILL)
        _ = wait(for: child)
    }
}
