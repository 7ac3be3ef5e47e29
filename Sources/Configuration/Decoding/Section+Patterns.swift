internal import RegularExpressions

/// Options that hold regular expressions in Go's syntax.
extension Section {
    /// Nil, with a complaint, when it is no valid expression.
    func pattern(_ name: String) -> RegularExpression? {
        let text = requiredText(name, "a regular expression")
        return text.isEmpty ? nil : compile(text, name)
    }

    func patterns(_ name: String) -> [RegularExpression] { list(name).compactMap { compile($0, name) } }

    private func compile(_ text: String, _ name: String) -> RegularExpression? {
        do throws(RegularExpressionError) {
            return try RegularExpression(text)
        } catch {
            complain(name, take(name), "not a regular expression in Go's syntax: \(error.reason)")
            return nil
        }
    }
}
