extension Section {
    /// A condition over the figures of `known`, which says how many arguments each takes; nil when it is absent, or
    /// (with a complaint) no good.
    func condition(_ name: String, figures known: [String: Int]) -> Condition? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        let names = known.keys.sorted()
        do throws(ConditionError) {
            let condition = try Condition(parsing: text)
            for figure in condition.figures {
                guard let count = known[figure.name] else {
                    complain(
                        name, take(name), "\(figure.name) is none of \(names.joined(separator: ", "))",
                        suggestion: nearest(to: figure.name, among: names))
                    return nil
                }
                guard count == figure.arguments.count else {
                    complain(name, take(name), "\(figure.name) takes \(count) numbers, not \(figure.arguments.count)")
                    return nil
                }
            }
            return condition
        } catch {
            complain(name, take(name), "at character \(error.offset + 1): \(error.message)")
            return nil
        }
    }
}
