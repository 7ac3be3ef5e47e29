internal import Configuration

/// All objects of a configuration, those of usher's own and those that are not in order among them.
struct Catalog: Sendable {
    /// Each ordered by id.
    private(set) var routers: [Entry]
    private(set) var services: [Entry]
    private(set) var middlewares: [Entry]
    /// Ids of the services that routers lead to, by others or at once.
    let reachedServices: Set<String>

    init(_ fixed: StaticConfiguration, _ loaded: Loaded<DynamicConfiguration>, _ problems: [ConfigProblem]) {
        let reader = EntryReader(fixed: fixed, loaded: loaded, reasons: Reasons(problems, of: loaded.objects))
        let own = OwnObjects(fixed)
        routers = (reader.entries(.router) + own.routers).sorted { $0.id < $1.id }
        services = reader.entries(.service) + own.services
        middlewares = reader.entries(.middleware) + own.middlewares
        reachedServices = Self.reached(from: routers, loaded.model)
        let byService = Dictionary(grouping: routers) { qualified($0.service, in: $0.provider) }
        services = Self.used(services) { byService[$0]?.map(\.id) ?? [] }
        var byMiddleware: [String: [String]] = [:]
        for router in routers {
            for id in Set(router.middlewares) { byMiddleware[id, default: []].append(router.id) }
        }
        middlewares = Self.used(middlewares) { byMiddleware[$0] ?? [] }
    }

    private static func reached(from routers: [Entry], _ model: DynamicConfiguration?) -> Set<String> {
        let services = Dictionary((model?.services ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var open = routers.filter { $0.status != .disabled }.map { qualified($0.service, in: $0.provider) }
        var reached: Set<String> = []
        while let id = open.popLast() {
            guard reached.insert(id).inserted, let service = services[id] else { continue }
            open += service.children.map { qualified($0, in: service.provider) }
        }
        return reached
    }

    private static func used(_ entries: [Entry], by users: (String) -> [String]) -> [Entry] {
        entries.map { entry in
            var entry = entry
            entry.users = users(entry.id)
            return entry
        }.sorted { $0.id < $1.id }
    }

    subscript(_ collection: Collection) -> [Entry] {
        switch collection {
        case .routers: routers
        case .services: services
        case .middlewares: middlewares
        }
    }
}

/// What is wrong with each object, by its key path.
struct Reasons {
    private(set) var errors: [String: [String]] = [:]
    private(set) var warnings: [String: [String]] = [:]
    /// What the first problem of an object is about: the first name behind its own.
    private(set) var firstNames: [String: String] = [:]

    init(_ problems: [ConfigProblem], of objects: [ConfigObject]) {
        let paths = Set(objects.map(\.keyPath))
        for problem in problems {
            guard let path = Self.object(of: problem.keyPath, among: paths) else { continue }
            let rest = problem.keyPath.dropFirst(path.count).drop { $0 == "." }
            if !rest.isEmpty, firstNames[path] == nil {
                firstNames[path] = String(rest.prefix { $0 != "." && $0 != "[" })
            }
            let text = problem.reason(at: rest)
            if problem.severity == .error {
                errors[path, default: []].append(text)
            } else {
                warnings[path, default: []].append(text)
            }
        }
    }

    /// The longest of the paths that this one is, or leads on from: names may have dots.
    private static func object(of keyPath: String, among paths: Set<String>) -> String? {
        guard keyPath.hasPrefix("http.") else { return nil }
        var path = keyPath[...]
        while !paths.contains(String(path)) {
            guard let dot = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { return nil }
            path = path[..<dot]
        }
        return String(path)
    }
}

extension ConfigProblem {
    /// Where it stands and what is wrong, for whoever sees the object it is about.
    fileprivate func reason(at path: Substring) -> String {
        var text = path.isEmpty ? message : "\(path): \(message)"
        if let suggestion { text += "; did you mean \"\(suggestion)\"?" }
        return source == .builtIn ? text : "\(text) (\(source))"
    }
}

extension ConfigObject {
    var keyPath: String { "http.\(kind.rawValue)s.\(name)" }
    var id: String { "\(name)@\(ProviderName.file)" }
}
