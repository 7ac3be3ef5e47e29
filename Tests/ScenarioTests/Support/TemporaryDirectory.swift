import Glibc
import LinuxIO

/// A fresh directory that is gone with its owner.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var name = Array("/tmp/usher-scenario-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&name) != nil else { throw ScenarioFailure("no temporary directory: \(Errno.current)") }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = try? ChildProcess("/bin/rm", ["-rf", path], output: "/dev/null").waitExit() }

    /// Where a file of that name stands in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file in one step: a reader sees the old or the new content, never a part.
    func write(_ name: String, _ content: [UInt8]) throws {
        let half = file("\(name).new")
        let number = unsafe creat(half, 0o644)
        guard number >= 0 else { throw ScenarioFailure("writing \(half): \(Errno.current)") }
        let count = unsafe Glibc.write(number, content, content.count)
        close(number)
        guard count == content.count, unsafe rename(half, file(name)) == 0 else {
            throw ScenarioFailure("writing \(half): \(Errno.current)")
        }
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
}

/// All of a file; empty when it cannot be read.
func contents(ofFile path: String) -> String {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return "" }
    let file = Descriptor(owning: number)
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = unsafe read(file.number, &piece, piece.count), count > 0 { all += piece[..<count] }
    return String(decoding: all, as: UTF8.self)
}
