internal import Glibc
internal import LinuxIO

/// Directories: made, listed and removed with everything in them.
enum Directory {
    /// Makes a directory and those above it that are missing.
    static func make(_ path: String) throws(DemoFailure) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/\(part)"
            guard unsafe mkdir(made, 0o755) == 0 || Errno.current == Errno(EEXIST) else {
                throw DemoFailure("cannot make the directory \(made): \(Errno.current)")
            }
        }
    }

    /// Makes a directory of our own, which nobody else can read, among the system's temporary ones.
    static func temporary() throws(DemoFailure) -> String {
        let base = Environment.value("TMPDIR") ?? "/tmp"
        var template = Array("\(base)/usher-demo-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw DemoFailure("cannot make a directory in \(base): \(Errno.current)")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Names in a directory, sorted; empty when there is none.
    static func names(in path: String) -> [String] {
        guard let directory = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Regular files below a directory, as paths within it.
    static func files(below path: String) -> [String] {
        names(in: path).flatMap { name -> [String] in
            if FileFacts(path: "\(path)/\(name)") != nil { return [name] }
            return files(below: "\(path)/\(name)").map { "\(name)/\($0)" }
        }
    }

    /// Removes a file, or a directory with everything in it; links are not followed.
    static func remove(_ path: String) {
        if unsafe unlink(path) == 0 { return }
        for name in names(in: path) { remove("\(path)/\(name)") }
        unsafe rmdir(path)
    }

    /// Gives a finished file or directory its name, in one step.
    static func move(_ path: String, to name: String) throws(DemoFailure) {
        guard unsafe rename(path, name) == 0 else { throw DemoFailure("cannot rename \(path): \(Errno.current)") }
    }
}

/// Variables of the environment.
enum Environment {
    /// A variable's value; nil when it is not set, or empty.
    static func value(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}
