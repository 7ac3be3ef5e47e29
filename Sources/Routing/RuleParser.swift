extension Rule {
    /// Parentheses and negations within each other at most.
    static let depthLimit = 200

    /// Parses a rule of Traefik's v3 grammar: matchers, `!`, `&&`, `||` (which binds loosest), and parentheses.
    package init(parsing text: String) throws(RuleError) {
        var parser = try RuleParser(text)
        self.init(try parser.rule())
    }
}

/// Recursive descent over the tokens of one rule.
private struct RuleParser {
    private var lexer: RuleLexer
    private var token = RuleLexer.Token.end
    private var offset = 0
    private var depth = 0

    init(_ text: String) throws(RuleError) {
        lexer = RuleLexer(text)
        try advance()
    }

    private mutating func advance() throws(RuleError) { (token, offset) = try lexer.next() }

    mutating func rule() throws(RuleError) -> Rule.Expression {
        guard token != .end else { throw RuleError(at: 0, "the rule is empty") }
        let expression = try alternatives()
        if token == .lineEnd { try advance() }
        switch token {
        case .end: return expression
        case .name("and"), .name("AND"): throw RuleError(at: offset, "write && for \"and\"")
        case .name("or"), .name("OR"): throw RuleError(at: offset, "write || for \"or\"")
        case .and, .or: throw RuleError(at: offset, "a line cannot start with && or ||; end the one before with it")
        default: throw RuleError(at: offset, "expected &&, || or the end of the rule")
        }
    }

    private mutating func alternatives() throws(RuleError) -> Rule.Expression {
        var parts = [try conjunction()]
        while token == .or {
            try advance()
            parts.append(try conjunction())
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(RuleError) -> Rule.Expression {
        var parts = [try operand()]
        while token == .and {
            try advance()
            parts.append(try operand())
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func operand() throws(RuleError) -> Rule.Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Rule.depthLimit else { throw RuleError(at: offset, "nested too deeply") }
        switch token {
        case .not:
            try advance()
            return .not(try operand())
        case .open:
            let opening = offset
            try advance()
            let inner = try alternatives()
            guard token == .close else { throw RuleError(at: opening, "the parenthesis is not closed") }
            try advance()
            return inner
        case .name(let name): return .matcher(try matcher(name))
        default: throw RuleError(at: offset, "expected a matcher like Host(`example.com`)")
        }
    }

    private mutating func matcher(_ name: String) throws(RuleError) -> Rule.Matcher {
        let start = offset
        let kind = try MatcherName(name, at: start)
        try advance()
        guard token == .open else { throw RuleError(at: offset, "expected ( after \(name)") }
        try advance()
        let arguments = try arguments(of: name)
        do throws(MatcherName.Fault) {
            return try kind.matcher(arguments)
        } catch {
            throw RuleError(at: start, error.message)
        }
    }

    /// Strings between commas up to the closing parenthesis; a comma behind the last is fine.
    private mutating func arguments(of name: String) throws(RuleError) -> [[UInt8]] {
        var arguments: [[UInt8]] = []
        while token != .close {
            guard case .string(let argument) = token else {
                throw RuleError(at: offset, "\(name) takes strings in backticks or double quotes")
            }
            arguments.append(argument)
            try advance()
            guard token == .comma else { break }
            try advance()
        }
        guard token == .close else { throw RuleError(at: offset, "expected , or ) in \(name)(...)") }
        try advance()
        return arguments
    }
}
