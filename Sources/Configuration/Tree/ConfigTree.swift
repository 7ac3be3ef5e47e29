/// Configuration before it has types: what every source is turned into, and the one thing models are decoded from.
///
/// A node may hold a value *and* children (`cache=media` beside `cache.ttl=1h`). Names of options compare without
/// regard to case; names that users give (routers, services, ...) keep theirs.
package struct ConfigTree: Sendable, Equatable {
    /// A named child.
    package struct Entry: Sendable, Equatable {
        /// As written.
        package var key: String
        package var node: ConfigTree

        package init(key: String, node: ConfigTree) { (self.key, self.node) = (key, node) }
    }

    package var source: ConfigSource
    /// The scalar, as text; nil where there is none, or an explicit null.
    package var value: String?
    /// In the order written.
    package var children: [Entry] = []
    /// The elements of a list; nil when it is none.
    package var items: [ConfigTree]?

    package init(source: ConfigSource, value: String? = nil, children: [Entry] = []) {
        self.source = source
        self.value = value
        self.children = children
    }

    /// The first child of that name, whatever its case; one of exactly that spelling goes first.
    package subscript(_ name: String) -> ConfigTree? { index(of: name).map { children[$0].node } }

    /// The first value that `path` leads to; for tests and the few options needed before decoding.
    package func value(at path: String...) -> String? {
        path.reduce(self as ConfigTree?) { node, name in node?[name] }?.value
    }

    /// Takes a child out.
    package mutating func remove(_ name: String) -> ConfigTree? { index(of: name).map { children.remove(at: $0).node } }

    func index(of name: String) -> Int? {
        if let exact = children.firstIndex(where: { $0.key == name }) { return exact }
        let folded = name.lowercased()
        return children.firstIndex { $0.key.lowercased() == folded }
    }

    /// This tree laid over `lower`: its values and lists win, sections are joined.
    package func over(_ lower: ConfigTree) -> ConfigTree {
        var result = lower
        if value != nil || items != nil { (result.value, result.items, result.source) = (value, items, source) }
        for entry in children {
            if let index = result.index(of: entry.key) {
                result.children[index].node = entry.node.over(result.children[index].node)
            } else {
                result.children.append(entry)
            }
        }
        return result
    }
}
