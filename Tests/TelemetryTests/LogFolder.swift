import Glibc
import LinuxIO

@testable import Telemetry

/// A directory of a test's own, for one log and what rotation leaves of it.
final class LogFolder: Sendable {
    private let folder: String
    let log: String
    let rotated: String

    init() {
        var template = Array("/tmp/usher-log-XXXXXX".utf8CString)
        folder = unsafe String(cString: mkdtemp(&template))
        log = "\(folder)/logs/usher.log"
        rotated = log + ".1"
    }

    deinit {
        for path in [log, rotated] { _ = unsafe unlink(path) }
        for path in ["\(folder)/logs", folder] { _ = unsafe rmdir(path) }
    }

    func destination() throws -> LogDestination { try LogDestination(path: log) }

    func rotate() { _ = unsafe rename(log, rotated) }

    func lines(of path: String) -> [String] {
        guard let file = unsafe fopen(path, "r") else { return [] }
        defer { unsafe fclose(file) }
        var text: [UInt8] = []
        while case let byte = unsafe getc(file), byte >= 0 { text.append(UInt8(byte)) }
        return String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true).map {
            String($0)
        }
    }
}

extension LogDestination {
    func write(_ text: String) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        write(buffer)
    }
}
