package import LinuxIO

/// Where lines go: a file, or the standard output. Safe from any thread, and never a reason to fail.
///
/// A line that cannot be written is lost: the first such loss is reported on the standard error, the rest is counted.
package final class LogDestination: Sendable {
    private struct State {
        var failures: UInt64 = 0
        var isReported = false
        /// A line was cut short; the next one must not go on where it ended.
        var isTorn = false
        /// Bytes in the file; kept only where it has a limit.
        var size: UInt64 = 0

        /// Counts a loss; gives it back when it is the first to be reported.
        mutating func noteFailure(_ error: Errno) -> Errno? {
            failures += 1
            defer { isReported = true }
            return isReported ? nil : error
        }
    }

    /// Empty for the standard output.
    package let path: String
    package let isTerminal: Bool
    private let file: AppendFile
    private let limit: LogLimit?
    /// Held across the write, against what `Locked` asks for: lines must stay whole where the kernel takes half of one.
    private let state = Locked(State())

    /// Opens the destination, and makes the file and the directories above it where there are none.
    ///
    /// - Parameters:
    ///   - path: of the file; empty for the standard output.
    ///   - limit: when the file is put aside, and another one begun.
    package init(path: String, limit: LogLimit? = nil) throws(Errno) {
        self.path = path
        self.limit = path.isEmpty ? nil : limit
        if path.isEmpty {
            file = try AppendFile.standardOutput()
        } else {
            makeDirectories(above: path)
            file = try AppendFile(path: path)
        }
        isTerminal = file.isTerminal
        if self.limit != nil {
            let size = file.size
            state.withLock { $0.size = size }
        }
    }

    /// Losses so far.
    package var failures: UInt64 { state.withLock { $0.failures } }

    /// Writes whole lines, the last one's end included, and empties the buffer whatever comes of it.
    package func write(_ lines: ByteBuffer) {
        guard !lines.isEmpty else { return }
        var isPutAside = false
        let report = state.withLock { state in
            do throws(Errno) {
                if let limit {
                    isPutAside = try putAside(beyond: limit.bytes, for: lines.count, &state)
                    state.size += UInt64(lines.count)
                }
                try append(lines, &state.isTorn)
                return nil as Errno?
            } catch {
                return state.noteFailure(error)
            }
        }
        lines.removeAll()
        if isPutAside { limit?.putAside() }
        if let report { Self.complain("cannot write", path, report) }
    }

    /// Begins another file where this many bytes more would be too many; whether that was so.
    private func putAside(beyond limit: UInt64, for count: Int, _ state: inout State) throws(Errno) -> Bool {
        guard state.size > 0, state.size + UInt64(count) > limit else { return false }
        try renameFile(path, to: BackupName(of: path).path(at: .now))
        try file.reopen(path: path)
        (state.size, state.isTorn) = (0, false)
        return true
    }

    /// Goes on in the file that now has the path, after it was renamed; the standard output stays as it is.
    package func reopen() {
        guard !path.isEmpty else { return }
        makeDirectories(above: path)
        do throws(Errno) {
            try file.reopen(path: path)
            let size = limit == nil ? 0 : file.size
            state.withLock { ($0.isReported, $0.isTorn, $0.size) = (false, false, size) }
        } catch {
            state.withLock { $0.failures += 1 }
            Self.complain("cannot reopen", path, error)
        }
    }

    private func append(_ lines: ByteBuffer, _ isTorn: inout Bool) throws(Errno) {
        if isTorn {
            let end = ByteBuffer(capacity: 1)
            end.append(Octet.lineFeed)
            try file.append(end)
            isTorn = false
        }
        let count = lines.count
        do throws(Errno) { try file.append(lines) } catch {
            isTorn = lines.count < count
            throw error
        }
    }

    private static func complain(_ what: String, _ path: String, _ error: Errno) {
        writeToStandardError("usher: \(what) log \(path.isEmpty ? "to the standard output" : path): \(error)\n")
    }
}
