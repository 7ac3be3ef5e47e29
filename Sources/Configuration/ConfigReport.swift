/// What `usher check` prints: every option in force with where it came from, then what is wrong.
package enum ConfigReport {
    package static func render(
        fixed: Loaded<StaticConfiguration>, dynamic: Loaded<DynamicConfiguration>? = nil
    ) -> String {
        var lines = ["# static configuration"] + table(fixed.options)
        if let dynamic {
            lines += ["", "# dynamic configuration"] + table(dynamic.options)
            if let model = dynamic.model { lines += ["", summary(model)] }
        }
        let problems = fixed.problems + (dynamic?.problems ?? [])
        if !problems.isEmpty { lines += ["", "# problems"] + problems.map(\.description) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// One line each: path, value, source; the columns aligned.
    private static func table(_ options: [ResolvedOption]) -> [String] {
        let assignments = options.map { "\($0.keyPath) = \($0.value)" }
        let width = min(72, assignments.map(\.count).max() ?? 0)
        return zip(assignments, options).map { assignment, option in
            let gap = String(repeating: " ", count: max(0, width - assignment.count) + 2)
            return "\(assignment)\(gap)(\(option.source))"
        }
    }

    private static func summary(_ model: DynamicConfiguration) -> String {
        let routers = model.routers.map(\.name).joined(separator: ", ")
        return "routers in service: \(routers.isEmpty ? "none" : routers)"
    }
}
