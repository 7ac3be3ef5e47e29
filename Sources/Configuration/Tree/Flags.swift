/// Command-line options as a tree: `--a.b.c=v`, `--a.b.c v`, or `--a.b.c` alone, which means `true`.
///
/// One dash does as well. A part may be indexed (`domains[0].main`). An option given again is a list of what was given;
/// read as a single value, the last one counts.
package enum Flags {
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
            guard let steps = OptionStep.steps(ofFlag: name) else {
                problems.append(unexpected(argument, "not a valid option name"))
                continue
            }
            let value = inline ?? (rest.first.map { !$0.hasPrefix("-") } == true ? rest.removeFirst() : "true")
            tree.add(value, at: steps, source: source)
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
