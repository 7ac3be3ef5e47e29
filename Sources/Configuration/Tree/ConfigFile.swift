internal import Glibc
internal import LinuxIO

/// Bytes of a configuration file at most.
private let configFileLimit = 16 << 20

/// The text of a configuration file; blocks. Throws what keeps it from being read, in words for its writer.
package func readConfigFile(_ path: String) throws(ConfigProblem) -> String {
    func problem(_ message: String) -> ConfigProblem {
        ConfigProblem(.error, at: .file(path: path, line: 0, column: 0), keyPath: "", message: message)
    }
    let number = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
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
