internal import Glibc

/// Where the demo speaks to its guest.
enum Screen {
    static let isTerminal = isatty(1) == 1

    /// Writes a text, at once also where the output is a file or a pipe.
    static func say(_ text: String, end: String = "\n") {
        print(text, terminator: end)
        fflush(nil)
    }
}
