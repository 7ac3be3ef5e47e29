/// Where a value was written.
package enum ConfigSource: Sendable, Hashable, CustomStringConvertible {
    /// Nowhere: the built-in value.
    case builtIn
    /// A command-line flag, as typed up to its value.
    case flag(String)
    /// A variable of the environment.
    case environment(String)
    /// A file; line and column count from 1, of the key where there is one; line 0 means the file as a whole.
    case file(path: String, line: Int, column: Int)
    /// A label of a container; an empty label means the container as a whole.
    case label(container: String, label: String)

    package var description: String {
        switch self {
        case .builtIn: "default"
        case .flag(let name), .environment(let name): name
        case .label(let container, let label):
            label.isEmpty ? "container \(container)" : "container \(container), label \(label)"
        case .file(let path, let line, let column): line > 0 ? "\(path):\(line):\(column)" : path
        }
    }
}
