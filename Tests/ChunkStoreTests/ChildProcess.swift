import Glibc

/// This test program again, as a child that runs one test.
struct ChildProcess {
    private let id: pid_t

    /// - Parameters:
    ///   - test: the only test the child runs.
    ///   - variable: an environment variable by which the test knows that it is in the child.
    init?(running test: String, with variable: (name: String, value: String)) {
        unsafe setenv(variable.name, variable.value, 1)
        defer { unsafe unsetenv(variable.name) }
        let arguments = [
            Self.program, "--testing-library", "swift-testing", "--filter", test,
        ]
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { for index in 0..<arguments.count { unsafe free(pointers[index]) } }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var id: pid_t = 0
        guard unsafe posix_spawn(&id, Self.program, &actions, nil, &pointers, environ) == 0 else { return nil }
        self.id = id
    }

    private static var program: String { CommandLine.arguments[0] }

    /// `kill -9`, and waits until the process is gone; false when it had ended by itself.
    func kill() -> Bool {
        Glibc.kill(id, SIGKILL)
        var status: Int32 = 0
        unsafe waitpid(id, &status, 0)
        return status & 0x7f == SIGKILL
    }
}
