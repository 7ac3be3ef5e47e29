internal import FuzzDriver
internal import LinuxIO
internal import Routing

/// Rules parsed, printed, parsed again, and matched by their words. Input: rule, authority and path between zero bytes.
@main enum FuzzRules {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let text = String(decoding: input.part(), as: UTF8.self)
        guard let rule = try? Rule(parsing: text) else { return }
        let again = try? Rule(parsing: rule.description)
        FuzzDriver.check(again == rule, "\(rule) became \(String(describing: again))")
        let request = RouteRequest()
        let authority = ByteBuffer(capacity: 64)
        authority.append(input.part())
        guard authority.withSpan({ request.setHost(authority: $0) }) else { return }
        let path = ByteBuffer(capacity: 64)
        path.append(input.part())
        path.withSpan { request.setPath(escaped: $0) }
        let found = RouteTable([Route(name: "r", rule: rule, priority: 0, target: 0)]).match(request)
        let expected = rule.expression.holds(request.host.array, request.path.array)
        FuzzDriver.check((found != nil) == expected, "\(rule) for \(request.host.string) \(request.path.string)")
    }
}

extension Rule.Expression {
    /// What the words of a rule say, tried directly.
    fileprivate func holds(_ host: [UInt8], _ path: [UInt8]) -> Bool {
        switch self {
        case .matcher(.host(.any)): true
        case .matcher(.host(.exact(let name))): host == name
        case .matcher(.host(.below(let name))):
            host.first != 46 && host.firstIndex(of: 46).map { Array(host[($0 + 1)...]) } == name
        case .matcher(.path(let wanted)): path == wanted
        case .matcher(.pathPrefix(let front)): path.starts(with: front)
        case .not(let inner): !inner.holds(host, path)
        case .all(let parts): parts.allSatisfy { $0.holds(host, path) }
        case .any(let parts): parts.contains { $0.holds(host, path) }
        }
    }
}
