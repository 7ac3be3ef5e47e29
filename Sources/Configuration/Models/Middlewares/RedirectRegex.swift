package import RegularExpressions

/// `redirectRegex`: sends clients to what their URL becomes when its matches are replaced.
package struct RedirectRegex: Sendable, Equatable {
    /// Meets the whole URL: `scheme://host[:port]/path?query`.
    package var expression: RegularExpression
    package var replacement: Replacement
    /// 301 (308 for all methods but GET) instead of 302 (307).
    package var isPermanent = false

    package init(expression: RegularExpression, replacement: Replacement, isPermanent: Bool = false) {
        self.expression = expression
        self.replacement = replacement
        self.isPermanent = isPermanent
    }
}
