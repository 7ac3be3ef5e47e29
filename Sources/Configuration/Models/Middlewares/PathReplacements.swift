package import RegularExpressions

/// `replacePath`: another path for whatever was asked; the old one goes into `X-Replaced-Path`.
package struct ReplacePath: Sendable, Equatable {
    package var path: String

    package init(path: String) { self.path = path }
}

/// `replacePathRegex`: what matches in the path as it was sent is replaced.
package struct ReplacePathRegex: Sendable, Equatable {
    package var expression: RegularExpression
    package var replacement: Replacement

    package init(expression: RegularExpression, replacement: Replacement) {
        self.expression = expression
        self.replacement = replacement
    }
}

/// `stripPrefixRegex`: takes what the first expression that matches at the path's start matches off the path.
package struct StripPrefixRegex: Sendable, Equatable {
    package var expressions: [RegularExpression]

    package init(expressions: [RegularExpression]) { self.expressions = expressions }
}
