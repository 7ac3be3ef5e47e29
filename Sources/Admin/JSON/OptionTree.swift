internal import Configuration

/// The options of one object as the tree that their key paths make.
struct OptionTree {
    private var value: JSONValue?
    private var children: [(name: String, tree: OptionTree)] = []
    private var items: [OptionTree] = []

    /// What nobody wrote and says nothing is left out.
    ///
    /// - Parameters:
    ///   - prefix: the object's own key path, which the options' begin with.
    ///   - showsDefault: whether an option's default is shown, by its path below the object.
    init(
        _ options: some Sequence<ResolvedOption>, below prefix: String,
        showsDefault: (String) -> Bool = { !ownDefaults.contains($0) }
    ) {
        for option in options where option.keyPath.utf8.count > prefix.utf8.count {
            let path = String(option.keyPath.utf8.dropFirst(prefix.utf8.count + 1)) ?? ""
            let value = JSONValue(option)
            if option.source == .builtIn, value.isZero || !showsDefault(plain(path)) {
                add(nil, at: steps(of: path)[...])
            } else {
                add(value, at: steps(of: path)[...])
            }
        }
    }

    private init() {}

    /// The subtree of that name.
    subscript(_ name: String) -> OptionTree? { children.first { $0.name == name }?.tree }

    /// The first name: what kind of object it is.
    var firstName: String? { children.first?.name }

    var json: JSONValue? {
        if !items.isEmpty { return .list(items.map { $0.json ?? .object([]) }) }
        guard !children.isEmpty else { return value }
        var members = JSONMembers()
        for (name, tree) in children {
            guard let json = tree.json, !json.isZero || keptZeros.contains(name) else { continue }
            // A section of which nothing was written is none.
            if json == .object([]), !tree.isWritten { continue }
            members.add(name, json)
        }
        return members.object
    }

    private var isWritten: Bool { value != nil || children.contains { $0.tree.isWritten } || !items.isEmpty }

    private mutating func add(_ value: JSONValue?, at path: ArraySlice<Step>) {
        guard let step = path.first else {
            self.value = value
            return
        }
        let rest = path.dropFirst()
        switch step {
        case .name(let name):
            if let index = children.firstIndex(where: { $0.name == name }) {
                children[index].tree.add(value, at: rest)
            } else {
                var tree = OptionTree()
                tree.add(value, at: rest)
                children.append((name, tree))
            }
        case .index(let index):
            // Elements come in their order, and their number is that of what was written.
            while items.count <= index { items.append(OptionTree()) }
            items[index].add(value, at: rest)
        }
    }

    // MARK: Paths

    private enum Step {
        case name(String)
        case index(Int)
    }

    /// A path taken apart; behind the name of a map of fields stands one more name, whatever is in it.
    private func steps(of path: String) -> [Step] {
        var result: [Step] = []
        var rest = path[...]
        while !rest.isEmpty {
            let isField = if case .name(let name)? = result.last { fieldMaps.contains(name) } else { false }
            let word = isField ? rest : rest.prefix { $0 != "." }
            rest = rest[word.endIndex...].dropFirst()
            let name = word.prefix { $0 != "[" }
            if !isField, word.hasSuffix("]"), let index = Int(word[name.endIndex...].dropFirst().dropLast()),
                index < 100_000
            {
                result += [.name(String(name)), .index(index)]
            } else {
                result.append(.name(String(word)))
            }
        }
        return result
    }

    /// A path without the places of elements.
    private func plain(_ path: String) -> String { path.replacing(/\[[0-9]+\]/, with: "") }
}

/// Maps whose keys are names of fields or of anything else that may hold dots.
private let fieldMaps: Set = ["customRequestHeaders", "customResponseHeaders", "sslProxyHeaders"]

/// Options that Traefik shows when they are zero or false, too.
private let keptZeros: Set = ["passHostHeader", "mirrorBody", "followRedirects", "weight", "percent"]

/// Options whose defaults Traefik does not show.
private let ownDefaults: Set = [
    "loadBalancer.servers.weight", "retry.initialInterval", "buffering.memRequestBodyBytes",
    "buffering.memResponseBodyBytes", "compress.minResponseBodyBytes", "basicAuth.realm", "digestAuth.realm",
    "forwardAuth.maxResponseBodySize", "ipAllowList.rejectStatusCode", "loadBalancer.healthCheck.method",
    "loadBalancer.healthCheck.unhealthyInterval",
]

extension JSONValue {
    /// An option's value, secrets taken out.
    init(_ option: ResolvedOption) {
        switch option.form {
        case .text: self = .text(["\"\"", "unset"].contains(option.value) ? "" : withoutKeys(option.value))
        case .duration: self = .text(["0s", "unset"].contains(option.value) ? "" : option.value)
        case .section: self = .object([])
        case .number(let number): self = .number(number)
        case .boolean(let isTrue): self = .boolean(isTrue)
        case .list(let words):
            let isUsers = option.keyPath.hasSuffix("Auth.users")
            self = .texts(words.map { isUsers ? withoutHash($0) : withoutKeys($0) })
        }
    }
}

/// What stands for a secret.
private let redacted = "…"

/// `name:hash` and `name:realm:hash` without the hash.
private func withoutHash(_ user: String) -> String {
    guard let colon = user.lastIndex(of: ":") else { return redacted }
    return user[...colon] + redacted
}

/// A text, unless it is PEM, which may hold a key.
private func withoutKeys(_ text: String) -> String { text.contains("-----BEGIN") ? redacted : text }
