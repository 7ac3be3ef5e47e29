/// Which entries a list question wants, and in which order.
extension ListQuestion {
    func choose(from entries: [Entry]) -> [Entry] {
        let wanted = entries.filter(fits)
        guard let key = order else { return descends ? wanted.reversed() : wanted }
        let sorted = wanted.sorted { left, right in
            let (one, other) = (key(left), key(right))
            return one == other ? left.id < right.id : one < other
        }
        return descends ? sorted.reversed() : sorted
    }

    private func fits(_ entry: Entry) -> Bool {
        if !status.isEmpty, status.lowercased() != entry.status.rawValue { return false }
        if !service.isEmpty, !Self.names(entry.service, service) { return false }
        if !middleware.isEmpty, !entry.middlewares.contains(where: { Self.names($0, middleware) }) { return false }
        let text = search.lowercased()
        return text.isEmpty || entry.id.lowercased().contains(text) || entry.rule.lowercased().contains(text)
    }

    /// Whether a reference means what is asked for; either may come without its provider.
    private static func names(_ reference: String, _ asked: String) -> Bool {
        if reference.contains("@"), asked.contains("@") { return reference == asked }
        return reference.prefix { $0 != "@" } == asked.prefix { $0 != "@" }
    }

    /// What entries are ordered by; nil for their ids, as which they come.
    private var order: ((Entry) -> SortKey)? {
        switch sortBy {
        case "provider": { .text($0.provider) }
        case "priority": { .number($0.priority) }
        case "status": { .text($0.status.rawValue) }
        case "rule": { .text($0.rule) }
        case "service": { .text($0.service) }
        case "entryPoints": { .text($0.entryPoints.joined(separator: ",")) }
        case "type": { .text($0.kind.lowercased()) }
        case "servers": { .number($0.servers) }
        default: nil
        }
    }
}

/// What one entry is compared by; all of a list are of one kind.
private enum SortKey: Comparable {
    case number(Int)
    case text(String)
}
