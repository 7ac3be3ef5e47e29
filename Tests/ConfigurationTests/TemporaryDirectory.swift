import Glibc

/// A directory of a test's own, gone with everything in it when the test is.
final class TemporaryDirectory {
    let path: String

    init() {
        var template = Array("/tmp/usher-test-XXXXXX".utf8CString)
        path = unsafe String(cString: mkdtemp(&template))
    }

    deinit { TemporaryDirectory.removeAll(at: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) {
        guard let file = unsafe fopen(file(name), "w") else { return }
        _ = unsafe fputs(text, file)
        _ = unsafe fclose(file)
    }

    func remove(_ name: String) { _ = unsafe unlink(file(name)) }

    func make(_ name: String) { _ = unsafe mkdir(file(name), 0o755) }

    func link(_ name: String, to target: String) { _ = unsafe symlink(target, file(name)) }

    private static func removeAll(at path: String) {
        if unsafe unlink(path) == 0 { return }
        guard let directory = unsafe opendir(path) else { return }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { removeAll(at: "\(path)/\(name)") }
        }
        _ = unsafe closedir(directory)
        _ = unsafe rmdir(path)
    }
}
