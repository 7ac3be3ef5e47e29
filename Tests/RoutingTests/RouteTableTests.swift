import LinuxIO
import Testing

@testable import Routing

func request(_ host: String, _ path: String) -> RouteRequest {
    let request = RouteRequest()
    request.host.append(text: host)
    request.path.append(text: path)
    return request
}

func route(_ name: String, _ rule: String, priority: Int? = nil) throws -> Route<String> {
    Route(name: name, rule: try Rule(parsing: rule), priority: priority ?? rule.utf8.count, target: name)
}

extension RouteTable<String> {
    func target(_ host: String, _ path: String) -> String? { match(request(host, path)).map { routes[$0].target } }
}

@Suite struct RouteTableTests {
    @Test(
        arguments: [
            ("a.com", "/", "root"), ("a.com", "/api", "api"), ("a.com", "/apiary", "api"), ("a.com", "/exact", "exact"),
            ("a.com", "/exact/x", "root"), ("b.com", "/", "prefix"), ("b.com", "/x/y", "prefix"),
            ("x.d.com", "/", "wild"), ("d.com", "/", "prefix"), ("x.y.d.com", "/", "prefix"), (".d.com", "/", "prefix"),
            ("", "/", "prefix"), ("", "", nil), ("a.com", "", "root"),
        ] as [(String, String, String?)])
    func requestsFindTheirRoute(host: String, path: String, expected: String?) throws {
        let table = RouteTable([
            try route("root", "Host(`a.com`)"), try route("api", "Host(`a.com`) && PathPrefix(`/api`)"),
            try route("exact", "Host(`a.com`) && Path(`/exact`)"), try route("wild", "Host(`*.d.com`)", priority: 100),
            try route("prefix", "PathPrefix(`/`)", priority: 1),
        ])
        #expect(table.target(host, path) == expected)
    }

    @Test func priorityThenNameDecides() throws {
        let table = RouteTable([
            try route("b", "Host(`a`)"), try route("a", "Host(`a`)"),
            try route("low", "Host(`a`) && Path(`/low`)", priority: -1),
            try route("high", "Path(`/high`)", priority: 1000),
        ])
        #expect(table.routes.map(\.name) == ["high", "a", "b", "low"])
        #expect(table.target("a", "/") == "a")
        #expect(table.target("a", "/high") == "high")
        #expect(table.target("a", "/low") == "a")
        #expect(RouteTable<Int>().match(request("a", "/")) == nil)
    }

    /// The index and the compiled code against the words of the rules, over random tables and requests.
    @Test func agreesWithTryingEveryRule() {
        var random = SeededRandom(seed: 23)
        var found = 0
        for _ in 0..<400 {
            let routes = (0..<Int.random(in: 0...12, using: &random)).map { number in
                Route(
                    name: "r\(number)", rule: Rule(.random(depth: 3, using: &random)),
                    priority: Int.random(in: 0...3, using: &random), target: number)
            }
            let table = RouteTable(routes)
            for _ in 0..<100 {
                let request = SomeRequest.random(using: &random)
                let naive = table.routes.firstIndex { $0.rule.expression.holds(request) }
                #expect(table.match(request.routed) == naive, "\(request): \(table.routes.map(\.rule))")
                found += naive == nil ? 0 : 1
            }
        }
        #expect(found > 1000)
    }

    /// Where two rules are said never to overlap, no request satisfies both.
    @Test func apartMeansApart() {
        var random = SeededRandom(seed: 31)
        var apart = 0
        for _ in 0..<4000 {
            let (one, two) = (
                Rule.Expression.random(depth: 2, using: &random), Rule.Expression.random(depth: 2, using: &random)
            )
            guard !one.requestBounds.mayOverlap(two.requestBounds) else { continue }
            apart += 1
            for _ in 0..<50 {
                let request = SomeRequest.random(using: &random)
                #expect(!(one.holds(request) && two.holds(request)), "\(Rule(one)), \(Rule(two)): \(request)")
            }
        }
        #expect(apart > 100)
    }

    /// Ties are looked for by host; the pairs found are those that trying all pairs finds.
    @Test func tiesAreThoseOfAllPairs() {
        var random = SeededRandom(seed: 41)
        var found = 0
        for _ in 0..<300 {
            let table = RouteTable(
                (0..<Int.random(in: 2...10, using: &random)).map { number in
                    Route(
                        name: "r\(number)", rule: Rule(.random(depth: 2, using: &random)),
                        priority: Int.random(in: 0...2, using: &random), target: number)
                })
            var expected: Set<RouteTie> = []
            for (place, first) in table.routes.enumerated() {
                for second in table.routes[(place + 1)...] where first.priority == second.priority {
                    guard first.rule.expression.requestBounds.mayOverlap(second.rule.expression.requestBounds) else {
                        continue
                    }
                    expected.insert(RouteTie(first: first.name, second: second.name))
                }
            }
            #expect(Set(table.ties) == expected)
            found += expected.count
        }
        #expect(found > 100)
    }

    @Test func tenThousandHostsAreFound() throws {
        let table = RouteTable(try (0..<10_000).map { try route("r\($0)", "Host(`h\($0).example.com`)") })
        for number in stride(from: 0, to: 10_000, by: 37) {
            #expect(table.target("h\(number).example.com", "/") == "r\(number)")
        }
        #expect(table.target("h10000.example.com", "/") == nil)
    }

    /// The number of rules tried does not grow with the table: only those of the host and the hostless ones.
    @Test func onlyRulesOfTheHostAreTried() throws {
        #expect(
            try Rule(parsing: "Host(`a`) || Host(`*.b`) && Path(`/`)").expression.hostBounds
                == [.exact(Array("a".utf8)), .below(Array("b".utf8))])
        #expect(try Rule(parsing: "Host(`x.b`) && Host(`*.b`)").expression.hostBounds == [.exact(Array("x.b".utf8))])
        #expect(try Rule(parsing: "Host(`a`) && Host(`b`)").expression.hostBounds == [])
        #expect(try Rule(parsing: "!(!Host(`a`) || Path(`/`))").expression.hostBounds == [.exact(Array("a".utf8))])
        #expect(try Rule(parsing: "!Host(`a`)").expression.hostBounds == nil)
        #expect(try Rule(parsing: "Host(`a`) || Path(`/`)").expression.hostBounds == nil)
        #expect(try Rule(parsing: "Host(`a:80`) || Host(`b`)").expression.hostBounds == [.exact(Array("b".utf8))])
        #expect(try Rule(parsing: "HostRegexp(`^a$`)").expression.hostBounds == nil)
    }
}
