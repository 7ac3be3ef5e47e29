package import LinuxIO
package import RegularExpressions

/// A router's rule, parsed: which requests it wants.
package struct Rule: Sendable, Equatable {
    package var expression: Expression

    package init(_ expression: Expression) { self.expression = expression }

    /// A boolean expression over matchers.
    package indirect enum Expression: Sendable, Equatable {
        case matcher(Matcher)
        case not(Expression)
        /// All of at least two.
        case all([Expression])
        /// Any of at least two.
        case any([Expression])
    }

    /// What a rule asks of a request.
    package enum Matcher: Sendable, Equatable {
        case host(HostPattern)
        /// A match somewhere in the host, which is in lower case.
        case hostRegexp(RegularExpression)
        /// The whole routing path, byte by byte.
        case path([UInt8])
        /// The front of the routing path: `/api` matches `/apiary` too.
        case pathPrefix([UInt8])
        /// A match somewhere in the routing path.
        case pathRegexp(RegularExpression)
        /// In upper case; methods are compared as they are sent.
        case method([UInt8])
        /// A field line of that name, in lower case, with exactly that value.
        case header(name: [UInt8], value: [UInt8])
        /// A field line of that name, in lower case, with a match somewhere in its value.
        case headerRegexp(name: [UInt8], RegularExpression)
        /// A pair of the query with exactly that value, both decoded.
        case query(name: [UInt8], value: [UInt8])
        /// A pair of the query with a match somewhere in its value, decoded.
        case queryRegexp(name: [UInt8], RegularExpression)
        /// The address the connection comes from.
        case clientIP(AddressNetwork)
    }
}

extension Rule.Expression {
    /// All matchers of the expression, in the order written.
    package var matchers: [Rule.Matcher] {
        switch self {
        case .matcher(let matcher): [matcher]
        case .not(let inner): inner.matchers
        case .all(let parts), .any(let parts): parts.flatMap(\.matchers)
        }
    }
}

/// What is wrong with a rule.
package struct RuleError: Error, Equatable, Sendable {
    /// Bytes before the place it is about.
    package var offset: Int
    /// What is wrong there, and what is allowed.
    package var message: String
    /// The name that was probably meant.
    package var suggestion: String?

    init(at offset: Int, _ message: String, suggestion: String? = nil) {
        self.offset = offset
        self.message = message
        self.suggestion = suggestion
    }
}
