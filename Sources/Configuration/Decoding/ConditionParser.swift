/// What is wrong with a condition, and where: characters from the start.
package struct ConditionError: Error, Equatable {
    package var offset: Int
    package var message: String
}

extension Condition {
    /// Parses figures with their arguments, comparisons with numbers, `!`, `&&`, `||` (which binds loosest) and
    /// parentheses.
    init(parsing text: String) throws(ConditionError) {
        var parser = ConditionParser(text)
        self = try parser.condition()
    }
}

/// Recursive descent over the text of one condition.
private struct ConditionParser {
    private let text: [UInt8]
    private var position = 0
    private var depth = 0
    /// Parentheses and negations within each other at most.
    private static let depthLimit = 50

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func condition() throws(ConditionError) -> Condition {
        let result = try alternatives()
        skipSpace()
        guard position == text.count else { throw error("expected &&, || or the end") }
        return result
    }

    private mutating func alternatives() throws(ConditionError) -> Condition {
        var parts = [try conjunction()]
        while take("||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(ConditionError) -> Condition {
        var parts = [try operand()]
        while take("&&") { parts.append(try operand()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func operand() throws(ConditionError) -> Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw error("nested too deeply") }
        if take("(") {
            let inner = try alternatives()
            guard take(")") else { throw error("expected )") }
            return inner
        }
        if !isAhead("!="), take("!") { return .not(try operand()) }
        let figure = try figure()
        for comparison in Condition.Comparison.allCases where take(comparison.rawValue) {
            return .compare(figure, comparison, try number())
        }
        return .holds(figure)
    }

    private mutating func figure() throws(ConditionError) -> Condition.Figure {
        skipSpace()
        let name = text[position...].prefix { $0 | 0x20 >= 97 && $0 | 0x20 <= 122 }
        guard !name.isEmpty else { throw error("expected a figure like ResponseCode()") }
        position = name.endIndex
        guard take("(") else { throw error("expected ( after a figure's name") }
        var arguments: [Double] = []
        while !take(")") {
            if !arguments.isEmpty, !take(",") { throw error("expected , or )") }
            arguments.append(try number())
        }
        return Condition.Figure(name: String(decoding: name, as: UTF8.self), arguments: arguments)
    }

    private mutating func number() throws(ConditionError) -> Double {
        skipSpace()
        let digits = text[position...].prefix { $0 >= 48 && $0 <= 57 || $0 == 46 || $0 == 45 }
        guard let number = Double(String(decoding: digits, as: UTF8.self)) else { throw error("expected a number") }
        position = digits.endIndex
        return number
    }

    private mutating func skipSpace() {
        while position < text.count, [32, 9, 10, 13].contains(text[position]) { position += 1 }
    }

    private mutating func isAhead(_ sign: String) -> Bool {
        skipSpace()
        return text[position...].starts(with: sign.utf8)
    }

    private mutating func take(_ sign: String) -> Bool {
        guard isAhead(sign) else { return false }
        position += sign.utf8.count
        return true
    }

    private func error(_ message: String) -> ConditionError { ConditionError(offset: position, message: message) }
}
