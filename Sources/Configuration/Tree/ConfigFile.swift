internal import Glibc
internal import LinuxIO

/// Bytes of a configuration file at most.
private let configFileLimit = 16 << 20

/// The text of a configuration file; blocks. Throws what keeps it from being read, in words for its writer.
package func readConfigFile(_ path: String) throws(ConfigProblem) -> String {
    func problem(_ message: String) -> ConfigProblem {
        ConfigProblem(.error, at: .file(path: path, line: 0, column: 0), keyPath: "", message: message)
    }
    // A pipe without a writer would be waited for.
    let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard number >= 0 else { throw problem("cannot be opened: \(Errno.current)") }
    let file = Descriptor(owning: number)
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = unsafe read(file.number, &block, block.count)
        if count < 0, Errno.current == .interrupted { continue }
        guard count >= 0 else { throw problem("cannot be read: \(Errno.current)") }
        if count == 0 { break }
        bytes += block[..<count]
        guard bytes.count <= configFileLimit else { throw problem("larger than \(configFileLimit >> 20) MiB") }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("not UTF-8 text") }
    return text
}

extension ConfigTree {
    /// The tree of a file's text: TOML where the file's name ends in `.toml`, else YAML.
    package init(text: String, path: String) throws(ConfigProblem) {
        if path.lowercased().hasSuffix(".toml") {
            try self.init(toml: text, path: path)
        } else {
            try self.init(yaml: text, path: path)
        }
    }
}

/// Whether the path leads to a file: one that is there, and no directory.
func isFile(_ path: String) -> Bool {
    var facts = stat()
    return unsafe stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
}
