import Glibc
import LinuxIO

/// A program that runs beside the tests, and inherits none of their descriptors: a socket of ours held open by a child
/// would never be seen to close.
final class ChildProcess: Sendable {
    let id: pid_t
    private let exit = Locked<Int32?>(nil)

    /// - Parameters:
    ///   - output: the file that both output and error go to, at its end.
    ///   - environment: variables (`NAME=value`) besides ours.
    init(_ program: String, _ arguments: [String], output: String, environment: [String] = []) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Glibc passes over those that are not open.
        for number: Int32 in 3..<256 { unsafe posix_spawn_file_actions_addclose(&actions, number) }
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { for index in unsafe words.indices { unsafe free(words[index]) } }
        var variables = unsafe environment.map { unsafe strdup($0) }
        defer { for index in unsafe variables.indices { unsafe free(variables[index]) } }
        var place = unsafe environ
        while let variable = unsafe place.pointee {
            unsafe variables.append(strdup(variable))
            unsafe place += 1
        }
        unsafe variables.append(nil)
        var child = pid_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // Whatever the thread that starts it blocks, the child hears its signals.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let result = unsafe posix_spawn(&child, program, &actions, &attributes, &words, &variables)
        guard result == 0 else { throw ScenarioFailure("starting \(program): \(Errno(result))") }
        id = child
    }

    /// How it ended: its exit status, or minus the number of the signal that ended it; nil while it runs.
    var exitStatus: Int32? {
        exit.withLock { exit in
            var status: Int32 = 0
            if exit == nil, unsafe waitpid(id, &status, WNOHANG) == id {
                exit = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
            }
            return exit
        }
    }

    /// Waits for the end; see `exitStatus`.
    @discardableResult func waitExit(within limit: Duration = .seconds(15)) throws -> Int32 {
        try eventually("process \(id) to end", within: limit) { exitStatus != nil }
        return exitStatus!
    }

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        if exitStatus == nil { kill(id, number) }
    }
}
