/// The objects of one kind, of all providers: those that are valid, and the ids of those that are not.
struct Objects<Object> {
    /// What one of them is called in a message.
    let kind: String
    /// By id.
    private(set) var valid: [String: Object] = [:]
    /// Ids.
    private(set) var faulty: Set<String> = []

    init(
        _ named: [(name: String, section: Section)], kind: String, decode: (String, Section) -> Object?
    ) {
        self.kind = kind
        for (name, section) in named {
            let id = section.id(of: name)
            let before = section.log.options.count
            defer { section.log.noteObject(kind, name, of: section.provider, optionsFrom: before) }
            if let object = section.log.whole({ decode(name, section) }) {
                valid[id] = object
            } else {
                faulty.insert(id)
            }
        }
    }

    /// Takes an object out that turned out not to be in order.
    mutating func drop(_ id: String) {
        if valid.removeValue(forKey: id) != nil { faulty.insert(id) }
    }

    /// The valid object of that id.
    func object(_ id: String) -> Object? { valid[id] }

    /// Ordered by name, byte by byte, whatever the order of the source.
    var sorted: [Object] { valid.sorted { idPrecedes($0.key, $1.key) }.map(\.value) }

    /// The id behind a reference (`NAME`, `NAME@PROVIDER`); nil, with a complaint, where it leads nowhere.
    func resolve(_ reference: String, _ section: Section, option: String) -> String? {
        if reference.isEmpty { return nil }
        let id = qualified(reference, in: section.provider)
        if object(id) != nil { return id }
        let (name, provider) = partedID(id)
        let shown = provider == section.provider ? name : id
        if faulty.contains(id) {
            section.complain(option, section.take(option), "the \(kind) \"\(shown)\" has errors of its own")
        } else if !section.log.providers.contains(provider) {
            section.complain(option, section.take(option), "there is no provider for the \(kind) \"\(reference)\"")
        } else {
            section.complain(
                option, section.take(option), "there is no \(kind) \"\(shown)\"",
                suggestion: suggestion(for: id, in: section))
        }
        return nil
    }

    /// What was probably meant by an id that leads nowhere: the nearest name of its provider, else the same name of another.
    func suggestion(for id: String, in section: Section) -> String? {
        let ids = Array(valid.keys) + faulty
        if ids.contains(id) { return nil }
        let (name, provider) = partedID(id)
        let names = ids.map(partedID).filter { $0.provider == provider }.map(\.name)
        if let near = nearest(to: name, among: names.sorted()) {
            return provider == section.provider ? near : "\(near)@\(provider)"
        }
        return ids.filter { partedID($0).name == name }.min()
    }
}

/// The two parts of an id.
func partedID(_ id: String) -> (name: String, provider: String) {
    guard let at = id.lastIndex(of: "@") else { return (id, "") }
    return (String(id[..<at]), String(id[id.index(after: at)...]))
}
