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

    /// The matchers that are built.
    package enum Matcher: Sendable, Equatable {
        case host(HostPattern)
        /// The whole routing path, byte by byte.
        case path([UInt8])
        /// The front of the routing path: `/api` matches `/apiary` too.
        case pathPrefix([UInt8])
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
