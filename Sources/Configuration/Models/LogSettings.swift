/// `log`: usher's own messages.
package struct LogSettings: Sendable, Equatable {
    /// Traefik says nothing below `error` unless it is told; here start, reload, end and what fails are said.
    package var level = LogLevel.info
    package var format = LogFormat.common
    /// Empty means the standard output.
    package var filePath = ""

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

/// `accessLog`: one line for each request.
package struct AccessLogSettings: Sendable, Equatable {
    package var format = AccessLogFormat.common
    /// Empty means the standard output.
    package var filePath = ""
    /// Lines held back before they are written; 0 writes each at once.
    package var bufferingSize = 0

    package init() {}
}

/// The shape of access log lines: `common` is CLF with router, server and time; `genericCLF` stops before those.
package enum AccessLogFormat: String, Sendable, CaseIterable {
    case common, json, genericCLF
}
