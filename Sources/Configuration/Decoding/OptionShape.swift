/// The names that may stand below an option which is not decoded: enough to tell a known one from a misspelt one.
///
/// Written as names between spaces, `{ }` behind those that have options of their own, `*` for a name that users give,
/// and `**` for whatever anybody likes: `tls{ca cert} headers{*} plugin{**}`. Elements of a list count as the list.
struct OptionShape: Sendable {
    private(set) var names: [String] = []
    private var shapes: [OptionShape] = []
    /// Whether anything may stand here, to any depth.
    private var isFree = false

    init(_ text: String) {
        var words = OptionShape.words(text)[...]
        self.init(&words)
    }

    private init(_ words: inout ArraySlice<String>) {
        while let word = words.popFirst(), word != "}" {
            if word == "**" {
                isFree = true
                continue
            }
            names.append(word)
            if words.first == "{" {
                words.removeFirst()
                shapes.append(OptionShape(&words))
            } else {
                shapes.append(OptionShape(""))
            }
        }
    }

    private static func words(_ text: String) -> [String] {
        text.replacing("{", with: " { ").replacing("}", with: " } ").split(whereSeparator: \.isWhitespace).map(
            String.init)
    }

    /// What may stand below a name; nil when the name itself is not known.
    private func shape(of name: String) -> OptionShape? {
        let folded = name.lowercased()
        let index = names.firstIndex { $0.lowercased() == folded } ?? names.firstIndex(of: "*")
        return isFree ? self : index.map { shapes[$0] }
    }

    /// Calls back for each name in the tree that is not known, with its path and the names that are.
    func findUnknown(in tree: ConfigTree, at path: String, _ found: (String, ConfigTree.Entry, [String]) -> Void) {
        if isFree { return }
        for (index, item) in (tree.items ?? []).enumerated() { findUnknown(in: item, at: "\(path)[\(index)]", found) }
        for entry in tree.children {
            if let shape = shape(of: entry.key) {
                shape.findUnknown(in: entry.node, at: "\(path).\(entry.key)", found)
            } else {
                found("\(path).\(entry.key)", entry, names)
            }
        }
    }
}

extension Section {
    /// Options of Traefik's that usher does not have yet and that can be left out without harm: warns of those that are
    /// there. What is misspelt below them is an error.
    func ignores(_ shape: OptionShape) {
        for name in shape.names {
            guard let child = take(name) else { continue }
            warn(name, child, "not supported yet, and without effect")
            let below = ConfigTree(source: child.source, children: [.init(key: name, node: child)])
            shape.findUnknown(in: below, at: keyPath) { path, entry, known in
                let path = path.hasPrefix(".") ? String(path.dropFirst()) : path
                log.add(ConfigProblem(unknown: entry, at: path, among: known))
            }
        }
    }
}

extension ConfigProblem {
    /// An option that nobody knows: what became of it in Traefik 3 where that is known, else what was probably meant.
    init(unknown entry: ConfigTree.Entry, at path: String, among known: [String]) {
        let hint = RemovedOptions.hint(for: path)
        self.init(
            .error, at: entry.node.source, keyPath: path, value: entry.node.value,
            message: hint.map { "removed in Traefik 3: \($0)" } ?? "unknown option",
            suggestion: hint == nil ? nearest(to: entry.key, among: known.filter { $0 != "*" }) : nil)
        isOfForm = true
    }
}
