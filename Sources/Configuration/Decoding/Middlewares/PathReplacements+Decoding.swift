internal import RegularExpressions

extension ReplacePath {
    init(_ section: Section) {
        self.init(path: section.requiredText("path", "a path like /index.html"))
        section.finish()
    }
}

extension ReplacePathRegex {
    /// Nil, with a complaint, when the expression is no good.
    init?(_ section: Section) {
        let expression = section.pattern("regex")
        let replacement = section.text("replacement")
        section.finish()
        guard let expression else { return nil }
        self.init(expression: expression, replacement: Replacement(replacement, for: expression))
    }
}

extension StripPrefixRegex {
    init(_ section: Section) {
        self.init(expressions: section.patterns("regex"))
        if expressions.isEmpty { section.complain("regex", section.take("regex"), "expected regular expressions") }
        section.finish()
    }
}

extension RedirectRegex {
    /// Nil, with a complaint, when the expression is no good.
    init?(_ section: Section) {
        let expression = section.pattern("regex")
        let replacement = section.text("replacement")
        let isPermanent = section.boolean("permanent", default: false)
        section.finish()
        guard let expression else { return nil }
        self.init(
            expression: expression, replacement: Replacement(replacement, for: expression), isPermanent: isPermanent)
    }
}
