internal import LinuxIO
package import RegularExpressions

/// What labels have to be: ``Label(`key`, `value`)``, ``LabelRegex(`key`, `pattern`)``, `!`, `&&`, `||` and parentheses.
package indirect enum LabelConstraint: Sendable, Equatable {
    case label(String, String)
    /// The pattern may be found anywhere in the value.
    case pattern(String, RegularExpression)
    case not(LabelConstraint)
    case all([LabelConstraint])
    case any([LabelConstraint])

    /// Whether a container with these labels is used.
    package func allows(_ labels: [String: String]) -> Bool {
        switch self {
        case .label(let key, let value): labels[key] == value
        case .pattern(let key, let pattern): labels[key].map { matches($0, pattern) } ?? false
        case .not(let part): !part.allows(labels)
        case .all(let parts): parts.allSatisfy { $0.allows(labels) }
        case .any(let parts): parts.contains { $0.allows(labels) }
        }
    }

    private func matches(_ value: String, _ pattern: RegularExpression) -> Bool {
        let bytes = Array(value.utf8)
        return unsafe pattern.matches(bytes.span.bytes)
    }
}
