extension ConfigTree {
    /// Levels of a document at most.
    static let depthLimit = 64

    /// The tree of a TOML 1.0 document; `path` is what sources are to say. Dates stay text.
    ///
    /// Throws what is wrong with the document as a whole: its syntax, a key given twice, or that it holds no options.
    package init(toml text: String, path: String) throws(ConfigProblem) {
        var document = TOMLDocument(text, path: path)
        let root = try document.read()
        var count = 0
        self = try root.tree(counting: &count)
        if children.isEmpty {
            throw ConfigProblem(
                .error, at: .file(path: path, line: 0, column: 0), keyPath: "",
                message: "the file is empty; it has to name one section at least")
        }
    }
}

/// Reads a document line by line into its tables.
private struct TOMLDocument {
    private var cursor: TOMLCursor

    init(_ text: String, path: String) { cursor = TOMLCursor(text, path: path) }

    mutating func read() throws(ConfigProblem) -> TOMLNode {
        let root = TOMLNode(.table, .header, at: cursor.source())
        var current = root
        try cursor.skipLines()
        while !cursor.isAtEnd {
            if cursor.skip("[[") {
                current = try tableOfList(in: root)
            } else if cursor.skip("[") {
                current = try table(in: root)
            } else {
                try assignment(in: current, depth: 0)
            }
            try cursor.skipComment()
            if !cursor.isAtEnd, !cursor.skipLineEnd() { throw cursor.problem("expected the end of the line") }
            try cursor.skipLines()
        }
        return root
    }

    // MARK: Headers

    private mutating func table(in root: TOMLNode) throws(ConfigProblem) -> TOMLNode {
        var key = try cursor.key()
        try cursor.expect("]")
        let (name, source) = key.removeLast()
        let parent = try parent(key, in: root)
        guard let node = parent[name] else {
            let node = TOMLNode(.table, .header, at: source)
            parent.add(node, as: name)
            return node
        }
        guard node.isTable, node.origin == .implied else { throw given(twice: name, at: source) }
        node.origin = .header
        return node
    }

    private mutating func tableOfList(in root: TOMLNode) throws(ConfigProblem) -> TOMLNode {
        var key = try cursor.key()
        try cursor.expect("]]")
        let (name, source) = key.removeLast()
        let parent = try parent(key, in: root)
        let table = TOMLNode(.table, .header, at: source)
        let list = parent[name] ?? TOMLNode(.tables, .header, at: source)
        guard list.isListOfTables else { throw given(twice: name, at: source) }
        if list.items.isEmpty { parent.add(list, as: name) }
        list.items.append(table)
        return table
    }

    /// The table that a header's last part goes into; those on the way are made.
    private func parent(
        _ key: [(name: String, source: ConfigSource)], in root: TOMLNode
    ) throws(ConfigProblem) -> TOMLNode {
        var place = root
        for (name, source) in key {
            guard let node = place[name] else {
                let node = TOMLNode(.table, .implied, at: source)
                place.add(node, as: name)
                place = node
                continue
            }
            if node.isListOfTables {
                place = node.items.last!
            } else if node.isTable, node.origin != .inline {
                place = node
            } else {
                throw given(twice: name, at: source)
            }
        }
        return place
    }

    private func given(twice name: String, at source: ConfigSource) -> ConfigProblem {
        cursor.problem("given twice: \(name)", at: source)
    }

    // MARK: Values

    private mutating func assignment(in table: TOMLNode, depth: Int) throws(ConfigProblem) {
        var key = try cursor.key()
        try cursor.expect("=")
        let (name, source) = key.removeLast()
        var place = table
        for (part, source) in key {
            if let node = place[part] {
                guard node.isTable, node.origin == .dotted else { throw given(twice: part, at: source) }
                place = node
            } else {
                let node = TOMLNode(.table, .dotted, at: source)
                place.add(node, as: part)
                place = node
            }
        }
        guard place[name] == nil else { throw given(twice: name, at: source) }
        place.add(try value(at: source, depth: depth + key.count), as: name)
    }

    private mutating func value(at source: ConfigSource, depth: Int) throws(ConfigProblem) -> TOMLNode {
        cursor.skipBlanks()
        guard depth <= ConfigTree.depthLimit else { throw cursor.problem("more than \(ConfigTree.depthLimit) levels") }
        switch cursor.next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return TOMLNode(.text(try cursor.string()), .inline, at: source)
        case UInt8(ascii: "["): return try list(at: source, depth: depth)
        case UInt8(ascii: "{"): return try inlineTable(at: source, depth: depth)
        default: return TOMLNode(.text(try cursor.plainValue()), .inline, at: source)
        }
    }

    private mutating func list(at source: ConfigSource, depth: Int) throws(ConfigProblem) -> TOMLNode {
        try cursor.expect("[")
        let node = TOMLNode(.list, .inline, at: source)
        try cursor.skipLines()
        while !cursor.skip("]") {
            node.items.append(try value(at: cursor.source(), depth: depth + 1))
            try cursor.skipLines()
            if !cursor.skip(",") {
                try cursor.expect("]")
                break
            }
            try cursor.skipLines()
        }
        return node
    }

    private mutating func inlineTable(at source: ConfigSource, depth: Int) throws(ConfigProblem) -> TOMLNode {
        try cursor.expect("{")
        let table = TOMLNode(.table, .inline, at: source)
        cursor.skipBlanks()
        if cursor.skip("}") { return table }
        repeat {
            try assignment(in: table, depth: depth + 1)
            cursor.skipBlanks()
        } while cursor.skip(",")
        try cursor.expect("}")
        return table
    }
}
