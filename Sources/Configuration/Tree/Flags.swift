/// Command-line options as a tree: `--a.b.c=v`, `--a.b.c v`, or `--a.b.c` alone, which means `true`.
///
/// One dash does as well. A part may be indexed (`domains[0].main`). An option given again is a list of what was given;
/// read as a single value, the last one counts.
package enum Flags {
    /// Levels of one option's name at most.
    static let depthLimit = 32
    /// Index of a list's element at most.
    static let indexLimit = 999

    package static func parse(_ arguments: [String]) -> (tree: ConfigTree, problems: [ConfigProblem]) {
        var tree = ConfigTree(source: .builtIn)
        var problems: [ConfigProblem] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard let (name, inline) = split(argument) else {
                problems.append(unexpected(argument, "expected an option like --entryPoints.web.address=:80"))
                continue
            }
            let source = ConfigSource.flag("--\(name)")
            guard let steps = Step.parse(name) else {
                problems.append(unexpected(argument, "not a valid option name"))
                continue
            }
            let value = inline ?? (rest.first.map { !$0.hasPrefix("-") } == true ? rest.removeFirst() : "true")
            tree.set(steps[...], to: value, source: source)
        }
        return (tree, problems)
    }

    /// Name without dashes, and what follows an equals sign.
    private static func split(_ argument: String) -> (name: String, value: String?)? {
        guard argument.hasPrefix("-") else { return nil }
        let body = argument.dropFirst(argument.hasPrefix("--") ? 2 : 1)
        let parts = body.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty else { return nil }
        return (String(name), parts.count == 2 ? String(parts[1]) : nil)
    }

    private static func unexpected(_ argument: String, _ message: String) -> ConfigProblem {
        ConfigProblem(.error, at: .flag(argument), keyPath: "", message: message)
    }
}

/// One part of an option's name: a child, or an element of a list.
private enum Step {
    case child(String)
    case item(Int)

    /// The steps that a dotted name takes; nil when it is malformed.
    static func parse(_ name: String) -> [Step]? {
        var steps: [Step] = []
        for part in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard let bracket = part.firstIndex(of: "[") else {
                steps.append(.child(String(part)))
                continue
            }
            let index = part[part.index(after: bracket)...]
            guard index.last == "]", let number = UInt16(index.dropLast()), number <= Flags.indexLimit else {
                return nil
            }
            steps += [.child(String(part[..<bracket])), .item(Int(number))]
        }
        let hasEmpty = steps.contains { if case .child("") = $0 { true } else { false } }
        return hasEmpty || steps.count > Flags.depthLimit ? nil : steps
    }
}

extension ConfigTree {
    /// Sets the value at the end of `steps`; a value already there makes both a list.
    fileprivate mutating func set(_ steps: ArraySlice<Step>, to text: String, source: ConfigSource) {
        switch steps.first {
        case nil: add(text, source: source)
        case .child(let name):
            let index = index(of: name) ?? children.count
            if index == children.count { children.append(Entry(key: name, node: ConfigTree(source: source))) }
            children[index].node.set(steps.dropFirst(), to: text, source: source)
        case .item(let position):
            var items = self.items ?? []
            while items.count <= position { items.append(ConfigTree(source: source)) }
            items[position].set(steps.dropFirst(), to: text, source: source)
            self.items = items
        }
    }

    private mutating func add(_ text: String, source: ConfigSource) {
        if let value {
            items =
                (items ?? [ConfigTree(source: self.source, value: value)]) + [ConfigTree(source: source, value: text)]
        }
        (value, self.source) = (text, source)
    }
}
