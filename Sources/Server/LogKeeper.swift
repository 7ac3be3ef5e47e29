internal import Compression
internal import Configuration
internal import LinuxIO
internal import Telemetry

/// Looks after the log files that were put aside: compresses them, and removes those that are too many or too old.
final class LogKeeper: Sendable {
    private let names: BackupName
    private let settings: LogRotation
    private let workers = Workers(named: "logs", threads: 1, limit: 2)

    init(path: String, _ settings: LogRotation) { (names, self.settings) = (BackupName(of: path), settings) }

    /// Has it all done soon, on a thread of its own.
    func tidySoon() {
        // Where some waits already, that will do.
        _ = workers.run { [self] in tidy() }
    }

    /// Does it now; blocks. What cannot be done is left for the next time.
    func tidy() {
        let directory = names.directory.isEmpty ? "." : names.directory
        let all = (try? namesOfFiles(in: directory)) ?? []
        // Their names begin with the time, so the newest come first.
        let found = all.filter { names.isCompressed($0) != nil }.sorted(by: >)
        let oldest = WallTime(seconds: WallTime.now.seconds - Int64(settings.maxAge) * 86_400)
        for (index, name) in found.enumerated() {
            let path = names.place + name
            let isOld = settings.maxAge > 0 && (lastChange(of: path) ?? .now) < oldest
            if isOld || settings.maxBackups > 0 && index >= settings.maxBackups {
                try? removeFile(path)
            } else if settings.compress, names.isCompressed(name) == false {
                try? compress(path)
            }
        }
    }

    /// The file goes once all of it is in its compressed form.
    private func compress(_ path: String) throws(Errno) {
        let part = path + ".gz.part"
        do throws(Errno) {
            try pack(path, into: part)
            try renameFile(part, to: path + ".gz")
        } catch {
            try? removeFile(part)
            throw error
        }
        try removeFile(path)
    }

    private func pack(_ path: String, into part: String) throws(Errno) {
        try? removeFile(part)
        let input = try InputFile(path: path)
        let output = try AppendFile(path: part)
        guard let compressor = makeCompressor(.gzip) else { throw .noSpace }
        let buffer = ByteBuffer(capacity: 64 << 10)
        var isGood = true
        while isGood {
            let bytes = try input.read(64 << 10)
            isGood =
                bytes.isEmpty
                ? compressor.finish(into: buffer) : unsafe compressor.compress(bytes.span.bytes, into: buffer)
            try output.append(buffer)
            if bytes.isEmpty { break }
        }
        if !isGood { throw .invalid }
    }
}
