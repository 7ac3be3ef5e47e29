internal import Glibc
internal import LinuxIO

/// Starts programs; everything unsafe about it is here.
enum Spawning {
    /// Starts `arguments[0]`, found in PATH, with nothing to read and its output at `output`.
    ///
    /// The child takes signals as if it came from a shell: what this process blocks is not blocked there.
    ///
    /// - Parameter errors: where the child's error output goes.
    /// - Throws: `Errno`, ENOENT when there is no such program.
    static func start(_ arguments: [String], output: Int32, errors: Int32) throws(Errno) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        takeSignals(&attributes)
        let words = CStrings(arguments)
        let environment = CStrings(variables())
        var child: pid_t = 0
        let code = unsafe posix_spawnp(
            &child, arguments[0], &actions, &attributes, words.pointers, environment.pointers)
        guard code == 0 else { throw Errno(code) }
        return child
    }

    private static func takeSignals(_ attributes: inout posix_spawnattr_t) {
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    }

    /// This process's environment as it was started.
    private static func variables() -> [String] {
        let bytes = (try? FileBytes.whole("/proc/self/environ")) ?? []
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    /// A pipe, both ends closed in children.
    static func pipe() throws(Errno) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw .current }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Waits for a child to end; its exit status, or 128 and the signal's number.
    static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 {
            guard Errno.current == .interrupted else { return 127 }
        }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}

/// Strings as C wants a list of them: ended by nil.
@safe private final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ strings: [String]) {
        count = strings.count
        unsafe pointers = .allocate(capacity: strings.count + 1)
        for (place, string) in strings.enumerated() { unsafe pointers[place] = strdup(string) }
        unsafe pointers[count] = nil
    }

    deinit {
        for place in 0..<count { unsafe free(pointers[place]) }
        unsafe pointers.deallocate()
    }
}
