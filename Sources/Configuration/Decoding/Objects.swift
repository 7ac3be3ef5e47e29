/// The objects of one kind: those that are valid, and the names of those that are not.
struct Objects<Object> {
    /// What one of them is called in a message.
    let kind: String
    private(set) var valid: [String: Object] = [:]
    private(set) var faulty: Set<String> = []

    init(
        _ named: [(name: String, section: Section)], kind: String, decode: (String, Section) -> Object?
    ) {
        self.kind = kind
        for (name, section) in named {
            let before = section.log.options.count
            defer { section.log.noteObject(kind, name, optionsFrom: before) }
            if let object = section.log.whole({ decode(name, section) }) {
                valid[name] = object
            } else {
                faulty.insert(name)
            }
        }
    }

    /// Takes an object out that turned out not to be in order.
    mutating func drop(_ name: String) {
        if valid.removeValue(forKey: name) != nil { faulty.insert(name) }
    }

    /// The valid object of that id.
    func object(_ id: String) -> Object? {
        guard let at = id.lastIndex(of: "@"), id[at...].dropFirst() == ProviderName.file else { return nil }
        return valid[String(id[..<at])]
    }

    var names: [String] { Array(valid.keys) + faulty }

    /// Ordered by name, byte by byte, whatever the order of the source.
    var sorted: [Object] {
        valid.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.value)
    }

    /// The id behind a reference (`NAME`, `NAME@file`); nil, with a complaint, where it leads nowhere.
    func resolve(_ reference: String, _ section: Section, option: String) -> String? {
        if reference.isEmpty { return nil }
        let id = qualified(reference, in: ProviderName.file)
        if object(id) != nil { return id }
        let name = String(id.prefix { $0 != "@" })
        guard id.hasSuffix("@\(ProviderName.file)") else {
            section.complain(option, section.take(option), "there is no provider for the \(kind) \"\(reference)\"")
            return nil
        }
        if faulty.contains(name) {
            section.complain(option, section.take(option), "the \(kind) \"\(name)\" has errors of its own")
        } else {
            section.complain(
                option, section.take(option), "there is no \(kind) \"\(name)\"",
                suggestion: nearest(to: name, among: names))
        }
        return nil
    }
}
