internal import Configuration
internal import LinuxIO
internal import Routing

/// Times lookups in tables of several sizes and kinds.
@main enum BenchRoutes {
    static func main() {
        print("| routers | kind | ns for each lookup | reading all rules (ms) |")
        print("|---|---|---|---|")
        for count in [10, 1000, 10_000] {
            for kind in Kind.allCases { measure(kind, count) }
        }
    }

    private static func measure(_ kind: Kind, _ count: Int) {
        let routers = kind.routers(count)
        let entryPoint = EntryPoint(name: "web", address: ListenAddress(host: "", port: 80))
        let loaded = Loaded(model: DynamicConfiguration(routers: routers), problems: [])
        let clock = ContinuousClock()
        var table = RouteTable<Int>()
        let reading = clock.measure {
            table = RoutingPlan(loaded, on: [entryPoint]) { _, _, _ in 0 }.entryPoints["web"]!.plain
        }
        let requests = (0..<64).map { request(to: kind.host($0 * 7919 % count), "/api/\($0)") }
        let lookups = max(64, min(200_000, 20_000_000 / (kind.isLinear ? count * 10 : 100)) / 64 * 64)
        var found = 0
        let rounds = (0..<7).map { _ in
            clock.measure {
                for number in 0..<lookups where table.match(requests[number & 63]) != nil { found += 1 }
            }
        }
        precondition(found == lookups * 7, "every request has a router")
        let median = Double(rounds.sorted()[3].nanoseconds) / Double(lookups)
        print("| \(count) | \(kind.rawValue) | \(Int(median.rounded())) | \(reading.nanoseconds / 1_000_000) |")
    }

    private static func request(to host: String, _ path: String) -> RouteRequest {
        let request = RouteRequest()
        request.host.append(text: host)
        request.path.append(text: path)
        return request
    }
}

/// What the rules of a table look like.
enum Kind: String, CaseIterable {
    case host = "`Host`"
    case hostAndPath = "`Host && PathPrefix`, four to a host"
    case mixed = "`Host`, ten `HostRegexp` before them"
    case pattern = "`HostRegexp` only"

    /// Whether a lookup looks at all routers.
    var isLinear: Bool { self == .pattern }

    func routers(_ count: Int) -> [Router] {
        (0..<count).map { number in
            var router = Router(
                name: "r\(number)", rule: rule(number), entryPoints: ["web"], service: "s@file", priority: 100)
            if self == .mixed, number < 10 { router.priority = 1000 }
            return router
        }
    }

    /// A host that a router wants.
    func host(_ number: Int) -> String {
        switch self {
        case .hostAndPath: "h\(number / 4).example.com"
        case .host: "h\(number).example.com"
        case .mixed where number >= 10: "h\(number).example.com"
        case .mixed, .pattern: "a.b.t\(number).example.com"
        }
    }

    private func rule(_ number: Int) -> String {
        let pattern = "HostRegexp(`^.+\\.t\(number)\\.example\\.com$`)"
        return switch self {
        case .host: "Host(`\(host(number))`)"
        case .hostAndPath: "Host(`\(host(number))`) && PathPrefix(`/\(["", "api", "app", "media"][number % 4])`)"
        case .mixed: number < 10 ? pattern : "Host(`\(host(number))`)"
        case .pattern: pattern
        }
    }
}
