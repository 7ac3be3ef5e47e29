/// One section of the tree while it is decoded: typed access to its options, each of which is noted in the log.
///
/// It remembers the names it was asked for, so that `finish` can tell what nobody knows. An absent section gives
/// defaults.
final class Section {
    let node: ConfigTree?
    let keyPath: String
    let log: DecodingLog
    /// Where the section comes from; references without a provider mean this one.
    let provider: String
    private var known: [String] = []

    init(_ node: ConfigTree?, keyPath: String, log: DecodingLog, provider: String = ProviderName.file) {
        self.node = node
        self.keyPath = keyPath
        self.log = log
        self.provider = provider
    }

    /// A section in this one.
    func below(_ node: ConfigTree?, keyPath: String) -> Section {
        Section(node, keyPath: keyPath, log: log, provider: provider)
    }

    /// The id of an object whose options stand here.
    func id(of name: String) -> String { "\(name)@\(provider)" }

    var source: ConfigSource { node?.source ?? .builtIn }

    func path(_ name: String) -> String { keyPath.isEmpty ? name : "\(keyPath).\(name)" }

    /// The child of that name, which from now on is a known one.
    func take(_ name: String) -> ConfigTree? {
        known.append(name)
        return node?[name]
    }

    // MARK: Nested sections

    /// The section of that name; nil when it is absent, or switched off by `false`.
    ///
    /// - Parameter valueMeans: the option that a plain value in the section's place stands for.
    func section(_ name: String, valueMeans option: String? = nil) -> Section? {
        guard var child = take(name) else { return nil }
        if let value = child.value {
            switch (BooleanText.parse(value), option) {
            case (false?, _): return nil
            case (true?, _): break
            case (nil, let option?):
                if child[option] == nil {
                    child.children.append(.init(key: option, node: ConfigTree(source: child.source, value: value)))
                }
            case (nil, nil):
                complain(name, child, "has options below it, and takes no value but true or false", isOfForm: true)
            }
        }
        if child.items != nil { complain(name, child, "has options below it, and is not a list", isOfForm: true) }
        return below(child, keyPath: path(name))
    }

    /// The section of that name, empty where it is absent, so that its options get their defaults.
    func sectionOrDefaults(_ name: String) -> Section {
        section(name) ?? below(nil, keyPath: path(name))
    }

    /// Sections below `name` whose names users give, in the order written.
    func named(_ name: String) -> [(name: String, section: Section)] {
        guard let child = take(name) else { return [] }
        if child.value != nil || child.items != nil {
            complain(name, child, "expected names with options below them", isOfForm: true)
        }
        return child.children.map { entry in
            var node = entry.node
            // A flag without more, `--entryPoints.web`, only says that there is one.
            if node.value.flatMap(BooleanText.parse) == true { node.value = nil }
            let shown = provider == ProviderName.file ? entry.key : id(of: entry.key)
            return (entry.key, optionsOnly(node, keyPath: "\(path(name)).\(shown)"))
        }
    }

    /// The elements of a list of sections.
    func elements(_ name: String) -> [Section] {
        guard let child = take(name) else { return [] }
        guard let items = child.items else {
            if child.value != nil || !child.children.isEmpty {
                complain(name, child, "expected a list", isOfForm: true)
            }
            return []
        }
        return items.enumerated().map { optionsOnly($1, keyPath: "\(path(name))[\($0)]") }
    }

    /// A section that nothing but options may make up.
    private func optionsOnly(_ node: ConfigTree, keyPath: String) -> Section {
        if node.value != nil || node.items != nil {
            var problem = ConfigProblem(
                .error, at: node.source, keyPath: keyPath, value: node.value,
                message: "expected options (`name: value`) here")
            problem.isOfForm = true
            log.add(problem)
        }
        return below(node, keyPath: keyPath)
    }

    // MARK: Problems

    /// An error about an option of this section.
    func complain(
        _ name: String, _ node: ConfigTree?, _ message: String, suggestion: String? = nil, isOfForm: Bool = false
    ) {
        var problem = ConfigProblem(
            .error, at: node?.source ?? source, keyPath: path(name), value: node?.value, message: message,
            suggestion: suggestion)
        problem.isOfForm = isOfForm
        log.add(problem)
    }

    /// An error about this section as a whole.
    func complain(_ message: String) {
        log.add(ConfigProblem(.error, at: source, keyPath: keyPath, value: node?.value, message: message))
    }

    func warn(_ name: String, _ node: ConfigTree?, _ message: String) {
        log.add(
            ConfigProblem(
                .warning, at: node?.source ?? source, keyPath: path(name), value: node?.value,
                message: message))
    }

    /// Options of Traefik's that usher does not have yet and that can be left out without harm.
    func ignores(_ names: String...) {
        for name in names {
            if let child = take(name) { warn(name, child, "not supported yet, and without effect") }
        }
    }

    /// Options that usher does not have yet, and without which it would serve what it should not.
    func refuses(_ names: String...) {
        for name in names {
            if let child = take(name) { complain(name, child, "not built yet") }
        }
    }

    /// Reports options that nobody asked for, and those that were given twice in different case.
    func finish() {
        var seen: Set<String> = []
        for entry in node?.children ?? [] {
            let folded = entry.key.lowercased()
            if !known.contains(where: { $0.lowercased() == folded }) {
                report(unknown: entry)
            } else if !seen.insert(folded).inserted {
                complain(entry.key, entry.node, "given twice, in different case")
            }
        }
    }

    private func report(unknown entry: ConfigTree.Entry) {
        // Other programs may have variables that begin so, too: Traefik passes over those, and they open nothing.
        if keyPath.isEmpty, case .environment(let name) = entry.node.source, name.hasPrefix("TRAEFIK_") {
            return warn(entry.key, entry.node, "no section of the static configuration, and without effect")
        }
        log.add(ConfigProblem(unknown: entry, at: path(entry.key), among: known))
    }
}
