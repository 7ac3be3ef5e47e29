/// `log`: usher's own messages.
package struct LogSettings: Sendable, Equatable {
    /// Traefik says nothing below `error` unless it is told; here start, reload, end and what fails are said.
    package var level = LogLevel.info
    package var format = LogFormat.common
    /// Empty means the standard output.
    package var filePath = ""
    package var rotation = LogRotation()
    /// Lines of the common format come without colours, even on a terminal.
    package var noColor = false

    package init() {}
}

/// When a log file is put aside, and how long it is kept. All zero: never, and for ever.
package struct LogRotation: Sendable, Equatable {
    /// Megabytes (of 1,048,576) of a file before it is put aside; 0 means no limit.
    package var maxSize = 0
    /// Days that files put aside are kept; 0 means without limit.
    package var maxAge = 0
    /// Files put aside that are kept; 0 means all.
    package var maxBackups = 0
    /// Whether files put aside are compressed with gzip.
    package var compress = false

    package init() {}
}

/// How much is logged; each level includes those above it.
package enum LogLevel: String, Sendable, CaseIterable, Comparable {
    case trace, debug, info, warn, error, fatal, panic

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

/// The shape of `log` lines.
package enum LogFormat: String, Sendable, CaseIterable {
    case common, json
}
