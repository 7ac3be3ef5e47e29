internal import Configuration

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
        return try kind.matcher(try arguments(of: name), at: start)
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

/// The matchers of Traefik v3, built or not.
private enum MatcherName: String, CaseIterable {
    case host = "Host"
    case path = "Path"
    case pathPrefix = "PathPrefix"
    case hostRegexp = "HostRegexp"
    case pathRegexp = "PathRegexp"
    case method = "Method"
    case header = "Header"
    case headerRegexp = "HeaderRegexp"
    case query = "Query"
    case queryRegexp = "QueryRegexp"
    case clientIP = "ClientIP"

    /// By one of the four spellings there are: `PathPrefix`, `pathprefix`, `PATHPREFIX`, `Pathprefix`.
    init(_ name: String, at offset: Int) throws(RuleError) {
        let found = Self.allCases.first { kind in
            let text = kind.rawValue
            let lower = text.lowercased()
            return [text, lower, text.uppercased(), String(text.prefix(1) + lower.dropFirst())].contains(name)
        }
        guard let found else {
            let near = nearest(to: name, among: Self.allCases.map(\.rawValue))
            throw RuleError(at: offset, "unknown matcher \(name)", suggestion: near)
        }
        self = found
    }

    func matcher(_ arguments: [[UInt8]], at offset: Int) throws(RuleError) -> Rule.Matcher {
        switch self {
        case .host, .path, .pathPrefix: break
        default: throw RuleError(at: offset, "the matcher \(rawValue) is not built yet")
        }
        guard arguments.count == 1 else {
            let hint = arguments.count > 1 ? "; join several matchers by ||" : ""
            throw RuleError(at: offset, "\(rawValue) takes one argument, not \(arguments.count)\(hint)")
        }
        let argument = arguments[0]
        if self == .host {
            guard let pattern = HostPattern(argument: argument) else {
                throw RuleError(
                    at: offset, "Host takes a name in ASCII without port, an address, `*`, or `*.` and a name")
            }
            return .host(pattern)
        }
        guard argument.first == UInt8(ascii: "/") else { throw RuleError(at: offset, "a path starts with /") }
        return self == .path ? .path(argument) : .pathPrefix(argument)
    }
}
