internal import Yams

extension ConfigTree {
    /// Nodes of one document at most: aliases could otherwise multiply a small file without end.
    static let nodeLimit = 200_000

    /// The tree of a YAML document; `path` is what sources are to say.
    ///
    /// Throws what is wrong with the document as a whole: its syntax, a key given twice, or that it holds no options.
    package init(yaml text: String, path: String) throws(ConfigProblem) {
        guard let root = try composeYAML(text, path: path) else {
            throw ConfigProblem(
                .error, at: .file(path: path, line: 0, column: 0), keyPath: "",
                message: "the file is empty; \"{}\" says that there are no options")
        }
        var reading = YAMLReading(path: path)
        self = try reading.tree(root, source: reading.source(of: root), keyPath: "")
        guard value == nil, items == nil else {
            throw ConfigProblem(.error, at: source, keyPath: "", message: "expected options (`name: value`) here")
        }
    }
}

extension ConfigProblem: Error {}

/// Parses, and puts the parser's complaint into our words.
private func composeYAML(_ text: String, path: String) throws(ConfigProblem) -> Node? {
    do {
        return try Yams.compose(yaml: text, .default, .default, .utf8)
    } catch {
        throw problem(of: error, path: path)
    }
}

private func problem(of error: any Error, path: String) -> ConfigProblem {
    let (mark, message): (Mark?, String) =
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            (mark, "\(context.map { "\($0.text) " } ?? "")\(problem)")
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            (context.mark, "given twice: \(duplicates.sorted().joined(separator: ", "))")
        default: (nil, "\(error)".replacing("\n", with: " "))
        }
    let source = ConfigSource.file(path: path, line: mark?.line ?? 0, column: mark?.column ?? 0)
    return ConfigProblem(.error, at: source, keyPath: "", message: "not valid YAML: \(message)")
}

/// Turns YAML nodes into ours, and bounds how many there are.
private struct YAMLReading {
    let path: String
    var count = 0

    init(path: String) { self.path = path }

    func source(of node: Node) -> ConfigSource {
        .file(path: path, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    mutating func tree(_ node: Node, source: ConfigSource, keyPath: String) throws(ConfigProblem) -> ConfigTree {
        count += 1
        guard count <= ConfigTree.nodeLimit else {
            throw ConfigProblem(
                .error, at: source, keyPath: keyPath, message: "more than \(ConfigTree.nodeLimit) values in one file")
        }
        var tree = ConfigTree(source: source)
        switch node {
        case .scalar(let scalar): tree.value = isNull(scalar) ? nil : scalar.string
        case .sequence(let sequence):
            var items: [ConfigTree] = []
            for (index, item) in sequence.enumerated() {
                items.append(try self.tree(item, source: self.source(of: item), keyPath: "\(keyPath)[\(index)]"))
            }
            tree.items = items
        case .mapping(let mapping): tree.children = try entries(mapping, keyPath: keyPath)
        case .alias: break  // replaced by what it names before we see it
        }
        return tree
    }

    private mutating func entries(_ mapping: Node.Mapping, keyPath: String) throws(ConfigProblem) -> [ConfigTree.Entry]
    {
        var entries: [ConfigTree.Entry] = []
        var merged: [ConfigTree.Entry] = []
        for (key, value) in mapping {
            guard case .scalar(let name) = key else {
                throw ConfigProblem(
                    .error, at: source(of: key), keyPath: keyPath, message: "a key must be a plain word")
            }
            let path = keyPath.isEmpty ? name.string : "\(keyPath).\(name.string)"
            let node = try tree(value, source: source(of: key), keyPath: path)
            if name.string == "<<", name.style == .plain {
                for part in node.items ?? [node] { merged.append(contentsOf: part.children) }
            } else {
                entries.append(ConfigTree.Entry(key: name.string, node: node))
            }
        }
        for entry in merged where !entries.contains(where: { $0.key == entry.key }) { entries.append(entry) }
        return entries
    }

    private func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
