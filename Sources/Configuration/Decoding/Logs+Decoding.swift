extension LogSettings {
    init(_ section: Section) {
        self.init()
        level = section.choice("level", default: level)
        format = section.choice("format", default: format)
        filePath = section.text("filePath")
        rotation = LogRotation(section)
        noColor = section.boolean("noColor", default: false)
        section.ignores(UnbuiltOptions.logs)
        section.finish()
    }
}

extension LogRotation {
    /// Reads the options that stand beside the log's own.
    fileprivate init(_ section: Section) {
        self.init()
        maxSize = section.integer("maxSize", default: 0, in: 0...1_000_000)
        maxAge = section.integer("maxAge", default: 0, in: 0...1_000_000)
        maxBackups = section.integer("maxBackups", default: 0, in: 0...1_000_000)
        compress = section.boolean("compress", default: false)
    }
}

extension AccessLogSettings {
    init(_ section: Section) {
        self.init()
        rotation = LogRotation(section)
        format = section.choice("format", default: format)
        filePath = section.text("filePath")
        bufferingSize = section.integer("bufferingSize", default: 0, in: 0...65536)
        addInternals = section.boolean("addInternals", default: false)
        filters = AccessLogFilters(section.sectionOrDefaults("filters"))
        fields = AccessLogFields(section.sectionOrDefaults("fields"))
        section.ignores("dualOutput")
        section.ignores(UnbuiltOptions.logs)
        section.finish()
    }
}

extension AccessLogFilters {
    init(_ section: Section) {
        self.init()
        for text in section.list("statusCodes") {
            if let range = Self.statuses(text) {
                statusCodes.append(range)
            } else {
                section.complain(
                    "statusCodes", section.take("statusCodes"), "expected statuses like 404 and ranges like 400-499")
            }
        }
        retryAttempts = section.boolean("retryAttempts", default: retryAttempts)
        minDuration = section.duration("minDuration", default: minDuration)
        section.finish()
    }

    /// `404`, or `400-499`; nil for anything else.
    private static func statuses(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { end in
            end.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } ? Int(end) : nil
        }
        guard let low = ends[0], let high = ends.last!, low >= 100, low <= high, high <= 999 else { return nil }
        return low...high
    }
}

extension AccessLogFields {
    init(_ section: Section) {
        self.init()
        defaultMode = section.choice("defaultMode", default: defaultMode)
        names = section.choices("names")
        let headers = section.sectionOrDefaults("headers")
        headerDefaultMode = headers.choice("defaultMode", default: headerDefaultMode)
        headerNames = headers.choices("names")
        headers.finish()
        let parameters = section.sectionOrDefaults("queryParameters")
        queryParameterDefaultMode = parameters.choice("defaultMode", default: queryParameterDefaultMode)
        parameters.finish()
        section.finish()
    }
}
