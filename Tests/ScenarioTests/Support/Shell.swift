import Glibc

/// Runs a command with the shell in a directory; what it printed, errors too.
func shell(_ command: String, in directory: TemporaryDirectory) throws -> String {
    guard let pipe = unsafe popen("cd '\(directory.path)' && { \(command); } 2>&1", "r") else {
        throw ScenarioFailure("no shell")
    }
    defer { unsafe pclose(pipe) }
    var text: [UInt8] = []
    while case let byte = unsafe fgetc(pipe), byte != EOF { text.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: text, as: UTF8.self)
}
