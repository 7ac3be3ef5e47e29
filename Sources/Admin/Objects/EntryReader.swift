internal import Configuration

/// Makes entries of what was configured.
struct EntryReader {
    let fixed: StaticConfiguration
    let loaded: Loaded<DynamicConfiguration>
    let reasons: Reasons

    func entries(_ kind: ConfigObject.Kind) -> [Entry] {
        let inOrder = idsInOrder(kind)
        return loaded.objects.filter { $0.kind == kind }.map { object in
            let tree = OptionTree(loaded.options[object.options], below: object.keyPath)
            var entry = kind == .router ? router(object, tree) : component(object, tree)
            let errors = reasons.errors[object.keyPath] ?? []
            let warnings = reasons.warnings[object.keyPath] ?? []
            entry.reasons = errors + warnings
            if !errors.isEmpty || !inOrder.contains(object.id) {
                entry.status = .disabled
            } else if !warnings.isEmpty {
                entry.status = .warning
            }
            return entry
        }
    }

    private func idsInOrder(_ kind: ConfigObject.Kind) -> Set<String> {
        guard let model = loaded.model else { return [] }
        return switch kind {
        case .router: Set(model.routers.map(\.id))
        case .service: Set(model.services.map(\.id))
        case .middleware: Set(model.middlewares.map(\.id))
        }
    }

    // MARK: Services and middlewares

    private func component(_ object: ConfigObject, _ tree: OptionTree) -> Entry {
        var entry = Entry(id: object.id)
        // Of what could not be read, the complaint knows the kind.
        entry.kind = tree.firstName ?? reasons.firstNames[object.keyPath] ?? ""
        guard !entry.kind.isEmpty else { return entry }
        let options = withTraefiksDefaults(tree[entry.kind]?.json ?? .object([]), of: object.kind, entry.kind)
        entry.options = [JSONValue.Member(name: entry.kind, value: options)]
        if case .object(let members) = options, case .list(let servers)? = members.first(named: "servers") {
            entry.servers = servers.count
        }
        return entry
    }

    /// Every load balancer shows how it chooses and how often it passes bytes on, and its transport's id.
    private func withTraefiksDefaults(
        _ options: JSONValue, of object: ConfigObject.Kind, _ kind: String
    ) -> JSONValue {
        guard object == .service, kind == "loadBalancer", case .object(let given) = options else { return options }
        var members = JSONMembers()
        for member in given {
            if member.name == "serversTransport", let name = member.value.word {
                members.add(member.name, qualified(name, in: ProviderName.file))
            } else {
                members.add(member.name, member.value)
            }
        }
        if given.first(named: "strategy") == nil { members.add("strategy", "wrr") }
        if given.first(named: "responseForwarding") == nil {
            members.add(
                "responseForwarding", .object([JSONValue.Member(name: "flushInterval", value: .text("100ms"))]))
        }
        return members.object
    }

    // MARK: Routers

    private func router(_ object: ConfigObject, _ tree: OptionTree) -> Entry {
        var entry = Entry(id: object.id)
        let named = tree["entryPoints"]?.json?.words ?? []
        entry.entryPoints = named
        entry.users = named.filter { fixed.entryPoint(named: $0) != nil }.sorted()
        entry.middlewares = (tree["middlewares"]?.json?.words ?? []).map { qualified($0, in: ProviderName.file) }
        entry.service = tree["service"]?.json?.word ?? ""
        entry.rule = tree["rule"]?.json?.word ?? ""
        if case .number(let priority)? = tree["priority"]?.json, priority != 0 {
            entry.priority = Int(priority)
        } else {
            entry.priority = entry.rule.utf8.count
        }
        entry.options = members(of: entry, tree).members
        return entry
    }

    private func members(of entry: Entry, _ tree: OptionTree) -> JSONMembers {
        let parents = (tree["parentRefs"]?.json?.words ?? []).map { qualified($0, in: ProviderName.file) }
        var members = JSONMembers()
        members.add("entryPoints", unlessZero: .texts(entry.entryPoints))
        members.add("middlewares", unlessZero: .texts(entry.middlewares))
        members.add("service", unlessZero: .text(entry.service))
        members.add("rule", unlessZero: .text(entry.rule))
        members.add("parentRefs", unlessZero: .texts(parents))
        members.add("priority", unlessZero: .number(Int64(entry.priority)))
        if let tls = tree["tls"]?.json { members.add("tls", tls) }
        if parents.isEmpty { members.add("observability", observability(of: entry, tree)) }
        return members
    }

    private func observability(of entry: Entry, _ tree: OptionTree) -> JSONValue {
        let usual = entry.users.first.flatMap(fixed.entryPoint)?.requests.logsAccess ?? true
        let own = tree["observability"]?["accessLogs"]?.json
        return .observability(logsAccess: own.map { $0 == .boolean(true) } ?? usual)
    }
}

extension JSONValue {
    /// With the rest as Traefik has it by default.
    static func observability(logsAccess: Bool) -> JSONValue {
        var members = JSONMembers()
        members.add("accessLogs", .boolean(logsAccess))
        members.add("metrics", .boolean(true))
        members.add("tracing", .boolean(true))
        members.add("traceVerbosity", "minimal")
        return members.object
    }

    var word: String? { if case .text(let text) = self { text } else { nil } }

    var words: [String] { if case .list(let values) = self { values.compactMap(\.word) } else { [] } }
}

extension [JSONValue.Member] {
    func first(named name: String) -> JSONValue? { first { $0.name == name }?.value }
}
