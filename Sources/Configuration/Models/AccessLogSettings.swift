/// `accessLog`: one line for each request.
package struct AccessLogSettings: Sendable, Equatable {
    package var format = AccessLogFormat.common
    /// Empty means the standard output.
    package var filePath = ""
    /// Lines held back before they are written; 0 writes each at once.
    package var bufferingSize = 0
    /// When the file is put aside, and how long old ones stay.
    package var rotation = LogRotation()
    /// Whether requests to usher's own services (`ping@internal`, ...) are logged, too.
    package var addInternals = false
    package var filters = AccessLogFilters()
    package var fields = AccessLogFields()

    package init() {}
}

/// The shape of access log lines: `common` is CLF with router, server and time; `genericCLF` stops before those.
package enum AccessLogFormat: String, Sendable, CaseIterable {
    case common, json, genericCLF
}

/// Which requests are logged: those that meet one of the conditions, or all where none is set.
package struct AccessLogFilters: Sendable, Equatable {
    /// Statuses of the response.
    package var statusCodes: [ClosedRange<Int>] = []
    /// Requests that were tried more than once.
    package var retryAttempts = false
    /// Requests that took longer than this; zero means that the time is no condition.
    package var minDuration: Duration = .zero

    package init() {}
}

/// What of a request is logged. Names compare without regard to case.
package struct AccessLogFields: Sendable, Equatable {
    package var defaultMode = FieldMode.keep
    /// By name of a field of the log.
    package var names: [String: FieldMode] = [:]
    package var headerDefaultMode = HeaderMode.drop
    /// By name of a header field.
    package var headerNames: [String: HeaderMode] = [:]
    package var queryParameterDefaultMode = FieldMode.keep

    package init() {}
}

/// Whether something is logged.
package enum FieldMode: String, Sendable, CaseIterable {
    case keep, drop
}

/// Whether a header field is logged; `redact` keeps its name, and hides its value.
package enum HeaderMode: String, Sendable, CaseIterable {
    case keep, drop, redact
}
