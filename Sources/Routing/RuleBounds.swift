internal import RegularExpressions

/// A set of hosts, one of which a request must have.
enum HostBound: Hashable {
    case exact([UInt8])
    /// One label more than these bytes.
    case below([UInt8])

    /// What is in both; nil when nothing is.
    func intersection(_ other: HostBound) -> HostBound? {
        switch (self, other) {
        case (.exact(let name), .below(let parent)), (.below(let parent), .exact(let name)):
            parentName(name) == parent ? .exact(name) : nil
        default: self == other ? self : nil
        }
    }

}

/// A host without its first label; nil when it has but one.
func parentName(_ name: [UInt8]) -> [UInt8]? {
    guard let dot = name.firstIndex(of: UInt8(ascii: ".")), dot > 0 else { return nil }
    return Array(name[(dot + 1)...])
}

extension Rule.Expression {
    /// Hosts that the expression names, wherever in it, but for those that it excludes.
    var namedHosts: Set<HostBound> {
        switch self {
        case .matcher(.host(.exact(let name))): [.exact(name)]
        case .matcher(.host(.below(let name))): [.below(name)]
        case .matcher, .not: []
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.namedHosts) }
        }
    }

    /// Hosts outside of which the rule cannot hold; nil when it may hold for any.
    var hostBounds: Set<HostBound>? {
        bounds(negated: false) { matcher in
            switch matcher {
            case .host(.exact(let name)): [.exact(name)]
            case .host(.below(let name)): [.below(name)]
            case .host(.never): []
            default: nil
            }
        } intersection: { left, right in
            Set(left.flatMap { one in right.compactMap { one.intersection($0) } })
        }
    }

    /// The set that a request must be in for the expression to hold, from those of its matchers: a conjunction needs
    /// what all need, a disjunction what any needs. A negated matcher is taken to need nothing.
    private func bounds<Bound>(
        negated: Bool, of matcherBounds: (Rule.Matcher) -> Set<Bound>?,
        intersection: (Set<Bound>, Set<Bound>) -> Set<Bound>
    ) -> Set<Bound>? {
        func inner(_ part: Rule.Expression) -> Set<Bound>? {
            part.bounds(negated: negated, of: matcherBounds, intersection: intersection)
        }
        switch self {
        case .matcher(let matcher): return negated ? nil : matcherBounds(matcher)
        case .not(let part): return part.bounds(negated: !negated, of: matcherBounds, intersection: intersection)
        case .all(let parts) where !negated, .any(let parts) where negated:
            let known = parts.compactMap(inner)
            return known.dropFirst().reduce(known.first, { result, set in result.map { intersection($0, set) } })
        case .all(let parts), .any(let parts):
            let known = parts.compactMap(inner)
            return known.count == parts.count ? known.reduce(into: []) { $0.formUnion($1) } : nil
        }
    }
}

/// A set of routing paths, one of which a request must have.
private enum PathBound: Hashable {
    case exact([UInt8])
    case prefix([UInt8])

    func intersection(_ other: PathBound) -> PathBound? {
        switch (self, other) {
        case (.exact(let path), .prefix(let front)), (.prefix(let front), .exact(let path)):
            path.starts(with: front) ? .exact(path) : nil
        case (.prefix(let one), .prefix(let two)):
            one.starts(with: two) ? self : two.starts(with: one) ? other : nil
        case (.exact, .exact): self == other ? self : nil
        }
    }
}

extension Rule.Expression {
    private var pathBounds: Set<PathBound>? {
        bounds(negated: false) { matcher in
            switch matcher {
            case .path(let path): [.exact(path)]
            case .pathPrefix(let path): [.prefix(path)]
            default: nil
            }
        } intersection: { left, right in
            Set(left.flatMap { one in right.compactMap { one.intersection($0) } })
        }
    }

    /// What the host must end with.
    private var hostEnds: Set<[UInt8]>? {
        bounds(negated: false) { matcher in
            switch matcher {
            case .host(.exact(let name)): [name]
            case .host(.below(let name)): [[UInt8(ascii: ".")] + name]
            case .host(.never): []
            case .hostRegexp(let expression): literalSuffix(of: expression.pattern).map { [$0] }
            default: nil
            }
        } intersection: { left, right in
            Set(left.flatMap { one in right.compactMap { longerEnd(one, $0) } })
        }
    }

    private var methodBounds: Set<[UInt8]>? {
        bounds(negated: false) { matcher in
            if case .method(let method) = matcher { [method] } else { nil }
        } intersection: { left, right in
            left.intersection(right)
        }
    }

    /// Outside of what no request satisfies the expression.
    var requestBounds: RequestBounds {
        RequestBounds(hosts: hostBounds, ends: hostEnds, paths: pathBounds, methods: methodBounds)
    }
}

/// The longer of two ends of a text that may have both; nil when none can.
private func longerEnd(_ one: [UInt8], _ two: [UInt8]) -> [UInt8]? {
    let (short, long) = one.count < two.count ? (one, two) : (two, one)
    return long.suffix(short.count).elementsEqual(short) ? long : nil
}

/// What a request must have to satisfy an expression; nil where anything may do.
struct RequestBounds {
    let hosts: Set<HostBound>?
    fileprivate let ends: Set<[UInt8]>?
    fileprivate let paths: Set<PathBound>?
    fileprivate let methods: Set<[UInt8]>?

    /// Whether some request may satisfy both expressions; false only where that is certain.
    func mayOverlap(_ other: RequestBounds) -> Bool {
        if let mine = hosts, let theirs = other.hosts,
            !mine.contains(where: { one in theirs.contains { one.intersection($0) != nil } })
        {
            return false
        }
        if let mine = ends, let theirs = other.ends,
            !mine.contains(where: { one in theirs.contains { longerEnd(one, $0) != nil } })
        {
            return false
        }
        if let mine = methods, let theirs = other.methods, mine.isDisjoint(with: theirs) { return false }
        guard let mine = paths, let theirs = other.paths else { return true }
        return mine.contains { one in theirs.contains { one.intersection($0) != nil } }
    }
}
