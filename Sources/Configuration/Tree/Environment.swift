/// Variables of the environment as trees: `TRAEFIK_ENTRYPOINTS_WEB_ADDRESS` sets `entryPoints.web.address`.
///
/// Underscores part the names, numbers between them are places in a list (`..._DOMAINS_0_MAIN`). Names that users give
/// come in lower case.
package enum Environment {
    static let prefixes = ["USHER_", "TRAEFIK_"]

    /// One tree of both prefixes; where both set an option, `USHER_` goes over `TRAEFIK_`.
    package static func parse(_ variables: [String: String]) -> (tree: ConfigTree, problems: [ConfigProblem]) {
        var result = ConfigTree(source: .builtIn)
        var problems: [ConfigProblem] = []
        for prefix in prefixes.reversed() {
            var tree = ConfigTree(source: .builtIn)
            for (name, value) in variables.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
                guard !isServiceLink(name.dropFirst(prefix.count), value) else { continue }
                let source = ConfigSource.environment(name)
                if let steps = OptionStep.steps(ofVariable: name.dropFirst(prefix.count)) {
                    tree.add(value, at: steps, source: source)
                } else {
                    problems.append(
                        ConfigProblem(
                            prefix == "USHER_" ? .error : .warning, at: source, keyPath: "",
                            message: "not a valid option name"))
                }
            }
            result = tree.over(result)
        }
        return (result, problems)
    }

    /// Whether Kubernetes or Docker set the variable, for a service that happens to be called like the prefix.
    private static func isServiceLink(_ name: Substring, _ value: String) -> Bool {
        let parts = name.split(separator: "_").map(String.init)
        if parts.last == "PORT", value.contains("://") { return true }
        return parts.indices.dropLast().contains { index in
            switch (parts[index], parts[index + 1]) {
            case ("SERVICE", "HOST"), ("SERVICE", "PORT"): true
            case ("PORT", let number):
                Int(number) != nil && index + 2 < parts.count && ["TCP", "UDP", "SCTP"].contains(parts[index + 2])
            default: false
            }
        }
    }
}
