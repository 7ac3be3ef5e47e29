/// Something wrong with the configuration, in words for whoever wrote it.
package struct ConfigProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Severity: String, Sendable {
        /// Everything still works as configured, but for the option named.
        case warning
        /// In the static part: usher does not start. In the dynamic part: the object it belongs to is disabled.
        case error
    }

    package var severity: Severity
    package var source: ConfigSource
    /// Dotted path of the option, from the root; empty for a source as a whole.
    package var keyPath: String
    /// What was written there, if it is a scalar.
    package var value: String?
    /// What is wrong, and what is allowed.
    package var message: String
    /// The name that was probably meant.
    package var suggestion: String?
    /// Whether an option is unknown, or its value not of its type: a container with such a label is left out as a whole.
    package var isOfForm = false

    package init(
        _ severity: Severity, at source: ConfigSource, keyPath: String, value: String? = nil, message: String,
        suggestion: String? = nil
    ) {
        self.severity = severity
        self.source = source
        self.keyPath = keyPath
        self.value = value
        self.message = message
        self.suggestion = suggestion
    }

    /// One line: `error: static.yml:2:3: entryPoints.web.address = "80": ...`.
    package var description: String {
        var text = "\(severity): \(source): \(keyPath)"
        if let value { text += " = \"\(shortened(value))\"" }
        if !keyPath.isEmpty || value != nil { text += ": " }
        text += message
        if let suggestion { text += "; did you mean \"\(suggestion)\"?" }
        return text
    }

    private func shortened(_ value: String) -> String {
        let line = value.split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
        return line == value && value.count <= 200 ? value : "\(line.prefix(200))..."
    }
}

extension [ConfigProblem] {
    package var hasErrors: Bool { contains { $0.severity == .error } }
}
