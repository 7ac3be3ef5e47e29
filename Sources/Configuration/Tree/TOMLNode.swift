/// A value of a TOML document while the document is read: its tables may still grow.
final class TOMLNode {
    enum Content {
        case text(String)
        case list
        /// A list that `[[name]]` adds to.
        case tables
        case table
    }

    /// How a table came to be, which decides what may still add to it.
    enum Origin {
        /// Named on the way to a table below it.
        case implied
        /// Has a header of its own.
        case header
        /// Made by a dotted key.
        case dotted
        /// Closed: `{ }`.
        case inline
    }

    let content: Content
    /// What is in a list.
    var items: [TOMLNode] = []
    var origin: Origin
    let source: ConfigSource
    private var names: [String] = []
    private var nodes: [String: TOMLNode] = [:]

    init(_ content: Content, _ origin: Origin, at source: ConfigSource) {
        (self.content, self.origin, self.source) = (content, origin, source)
    }

    subscript(name: String) -> TOMLNode? { nodes[name] }

    /// Adds a child that is not there yet.
    func add(_ node: TOMLNode, as name: String) {
        names.append(name)
        nodes[name] = node
    }

    var isTable: Bool { if case .table = content { true } else { false } }

    var isListOfTables: Bool { if case .tables = content { true } else { false } }

    /// The node as configuration; `count` counts nodes, and bounds them.
    func tree(counting count: inout Int) throws(ConfigProblem) -> ConfigTree {
        count += 1
        guard count <= ConfigTree.nodeLimit else {
            throw ConfigProblem(
                .error, at: source, keyPath: "", message: "more than \(ConfigTree.nodeLimit) values in one file")
        }
        var tree = ConfigTree(source: source)
        switch content {
        case .text(let text): tree.value = text
        case .list, .tables:
            var trees: [ConfigTree] = []
            for node in items { trees.append(try node.tree(counting: &count)) }
            tree.items = trees
        case .table:
            for name in names {
                tree.children.append(ConfigTree.Entry(key: name, node: try nodes[name]!.tree(counting: &count)))
            }
        }
        return tree
    }
}
