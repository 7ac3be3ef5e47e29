internal import Configuration
internal import FuzzDriver

/// A TOML document: whatever it is, every value has a place in it.
@main enum FuzzTOML {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let tree = try? ConfigTree(toml: text, path: "a.toml") else { return }
        check(tree, lines: text.utf8.count { $0 == 10 } + 1)
    }

    private static func check(_ tree: ConfigTree, lines: Int) {
        guard case .file(_, let line, let column) = tree.source else { fatalError("no place") }
        FuzzDriver.check(line >= 1 && line <= lines && column >= 1, "a place outside of the document")
        for item in tree.items ?? [] { check(item, lines: lines) }
        for entry in tree.children { check(entry.node, lines: lines) }
    }
}
