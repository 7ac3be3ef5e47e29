import Glibc

/// This test program again, as a child that runs one test.
struct ChildProcess {
    private let id: pid_t

    /// - Parameters:
    ///   - test: the only test the child runs.
    ///   - variable: an environment variable by which the test knows that it is in the child.
    init?(running test: String, with variable: (name: String, value: String)) {
        // Given to the child alone: set here, it would be seen by the same test of this process.
        let arguments = Strings([Self.program, "--testing-library", "swift-testing", "--filter", test])
        let environment = Strings(["\(variable.name)=\(variable.value)"] + Self.inherited)
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        var id: pid_t = 0
        let result = unsafe posix_spawn(
            &id, Self.program, &actions, nil, arguments.pointers, environment.pointers)
        guard result == 0 else { return nil }
        self.id = id
    }

    private static var inherited: [String] {
        let names = ["PATH", "LD_LIBRARY_PATH", "HOME", "TSAN_OPTIONS", "ASAN_OPTIONS", "LSAN_OPTIONS"]
        return names.compactMap { (name: String) -> String? in
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe "\(name)=\(String(cString: value))"
        }
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

/// Strings as C wants a list of them.
@safe private final class Strings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe pointers = .allocate(capacity: strings.count + 1)
        for (index, string) in strings.enumerated() { unsafe pointers[index] = strdup(string) }
        unsafe pointers[strings.count] = nil
    }

    deinit {
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
