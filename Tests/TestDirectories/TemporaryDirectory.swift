internal import Glibc
internal import LinuxIO

/// A directory of a test's own, gone with everything in it when the test is.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/usher-test-XXXXXX".utf8CString)
        path = unsafe String(cString: mkdtemp(&template))
    }

    deinit { TemporaryDirectory.removeAll(at: path) }

    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Puts a new file in place of what has the name.
    package func write(_ text: String, to name: String) {
        _ = unsafe unlink(file(name))
        append(text, to: name)
    }

    package func append(_ text: String, to name: String) {
        guard let file = try? AppendFile(path: file(name)) else { return }
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        try? file.append(buffer)
    }

    package func make(_ name: String) { _ = unsafe mkdir(file(name), 0o755) }

    package func link(_ name: String, to target: String) { _ = unsafe symlink(target, file(name)) }

    package func rename(_ name: String, to other: String) { _ = unsafe Glibc.rename(file(name), file(other)) }

    /// Removes a file, or a directory with all that is in it.
    package func remove(_ name: String) { TemporaryDirectory.removeAll(at: file(name)) }

    private static func removeAll(at path: String) {
        if unsafe unlink(path) == 0 { return }
        guard let directory = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { removeAll(at: "\(path)/\(name)") }
        }
        unsafe closedir(directory)
        _ = unsafe rmdir(path)
    }
}
