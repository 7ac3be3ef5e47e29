internal import RegularExpressions

extension LabelConstraint {
    /// - Throws: what is wrong, and where.
    package init(parsing text: String) throws(ConditionError) {
        var parser = LabelConstraintParser(text)
        self = try parser.constraint()
    }
}

/// Recursive descent over the text of one constraint.
private struct LabelConstraintParser {
    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    /// Parentheses and negations within each other at most.
    private static let depthLimit = 50

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func constraint() throws(ConditionError) -> LabelConstraint {
        let result = try alternatives()
        skipSpace()
        guard position == text.count else { throw error("expected &&, || or the end") }
        return result
    }

    private mutating func alternatives() throws(ConditionError) -> LabelConstraint {
        var parts = [try conjunction()]
        while take("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(ConditionError) -> LabelConstraint {
        var parts = [try operand()]
        while take("&&") { parts.append(try operand()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func operand() throws(ConditionError) -> LabelConstraint {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw error("nested too deeply") }
        if take("!") { return .not(try operand()) }
        if take("(") {
            let inner = try alternatives()
            guard take(")") else { throw error("expected )") }
            return inner
        }
        if take("LabelRegex") {
            let (key, value) = try arguments()
            do throws(RegularExpressionError) { return .pattern(key, try RegularExpression(value)) } catch {
                throw self.error("not a regular expression in Go's syntax: \(error.reason)")
            }
        }
        guard take("Label") else { throw error("expected Label(`key`, `value`) or LabelRegex(`key`, `pattern`)") }
        let (key, value) = try arguments()
        return .label(key, value)
    }

    private mutating func arguments() throws(ConditionError) -> (String, String) {
        guard take("(") else { throw error("expected (") }
        let key = try quoted()
        guard take(",") else { throw error("expected , and the second of two texts") }
        let value = try quoted()
        guard take(")") else { throw error("expected )") }
        return (key, value)
    }

    /// A text between backticks, or between double quotes without a backslash in it.
    private mutating func quoted() throws(ConditionError) -> String {
        skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: "`") || text[position] == UInt8(ascii: "\"") else {
            throw error("expected a text between backticks")
        }
        let quote = text[position]
        guard let end = text[(position + 1)...].firstIndex(of: quote) else { throw error("the text has no end") }
        let inner = text[(position + 1)..<end]
        guard quote == UInt8(ascii: "`") || !inner.contains(UInt8(ascii: "\\")) else {
            throw error("write texts with a backslash between backticks")
        }
        position = end + 1
        return String(decoding: inner, as: UTF8.self)
    }

    private mutating func skipSpace() {
        while position < text.count, [32, 9, 10, 13].contains(text[position]) { position += 1 }
    }

    private mutating func take(_ sign: String) -> Bool {
        skipSpace()
        guard text[position...].starts(with: sign.utf8) else { return false }
        position += sign.utf8.count
        return true
    }

    private func error(_ message: String) -> ConditionError { ConditionError(offset: position, message: message) }
}
