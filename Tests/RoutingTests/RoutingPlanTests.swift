import Configuration
import LinuxIO
import Testing

@testable import Routing

@Suite struct RoutingPlanTests {
    private let entryPoints: [EntryPoint] = {
        var secure = EntryPoint(name: "websecure", address: ListenAddress(host: "", port: 443))
        secure.givesTLS = true
        return [EntryPoint(name: "web", address: ListenAddress(host: "", port: 80)), secure]
    }()

    private func plan(_ routers: Router..., extra: [String: [Route<String>]] = [:]) -> RoutingPlan<String> {
        let sources = routers.enumerated().map { line, router in
            ResolvedOption(
                keyPath: router.rulePath, value: router.rule, source: .file(path: "d.yml", line: line, column: 1))
        }
        let loaded = Loaded(model: DynamicConfiguration(routers: routers), options: sources, problems: [])
        return RoutingPlan(loaded, on: entryPoints, internalRoutes: extra) { router, _, outer in
            (outer.map { $0 + "/" } ?? "") + router.name
        }
    }

    private func router(
        _ name: String, _ rule: String, on names: [String] = ["web"], priority: Int? = nil, tls: RouterTLS? = nil
    ) -> Router {
        Router(name: name, rule: rule, entryPoints: names, service: "s", priority: priority, tls: tls)
    }

    @Test func plainAndSecureAreApart() {
        let plan = plan(
            router("both", "Host(`a`)", on: ["web", "websecure"]), router("tls", "Host(`b`)", tls: RouterTLS()))
        #expect(plan.problems.isEmpty)
        #expect(plan.entryPoints["web"]?.plain.target("a", "/") == "both")
        #expect(plan.entryPoints["web"]?.secure.target("a", "/") == nil)
        #expect(plan.entryPoints["web"]?.plain.target("b", "/") == nil)
        #expect(plan.entryPoints["web"]?.secure.target("b", "/") == "tls")
        #expect(plan.entryPoints["websecure"]?.plain.target("a", "/") == nil)
        #expect(plan.entryPoints["websecure"]?.secure.target("a", "/") == "both")
    }

    @Test func aBadRuleDisablesItsRouterOnly() {
        let plan = plan(router("bad", "Hots(`a`)"), router("good", "Host(`a`)"), router("later", "Method()"))
        #expect(plan.entryPoints["web"]?.plain.routes.map(\.name) == ["good"])
        #expect(
            plan.problems.map(\.description) == [
                "error: d.yml: http.routers.bad.rule = \"Hots(`a`)\": at character 1: unknown matcher Hots; did you mean \"Host\"?",
                "error: d.yml:2:1: http.routers.later.rule = \"Method()\": at character 1: Method takes one argument, not 0",
            ])
    }

    @Test func tiesAreNamedOnceAndOnlyWhereRulesMayMeet() {
        let everywhere = ["web", "websecure"]
        let plan = plan(
            router("y", "Host(`a`)", on: everywhere), router("x", "Host(`a`)", on: everywhere),
            router("z", "Host(`b`)"),
            router("p", "PathPrefix(`/b`)", priority: 21), router("q", "Path(`/b`)", priority: 20),
            router("w", "PathPrefix(`/b/c`)", priority: 21))
        #expect(plan.problems.map(\.severity) == [.warning, .warning])
        #expect(plan.problems[0].message.contains("\"p\" and \"w\""))
        #expect(plan.problems[1].message.contains("\"x\" and \"y\""))
        #expect(plan.problems[1].keyPath == "http.routers.y.rule")
        #expect(plan.problems[1].source == .file(path: "d.yml", line: 0, column: 1))
    }

    @Test func ownRoutesStandAboveAll() throws {
        let ping = try route("ping@internal", "PathPrefix(`/ping`)", priority: .max)
        let plan = plan(router("a", "PathPrefix(`/`)", priority: Int.max - 1000), extra: ["web": [ping]])
        #expect(plan.entryPoints["web"]?.plain.target("a", "/ping") == "ping@internal")
        #expect(plan.entryPoints["web"]?.secure.target("a", "/ping") == "ping@internal")
        #expect(plan.entryPoints["web"]?.plain.target("a", "/") == "a")
    }

    private func child(_ name: String, _ rule: String, of parents: String..., priority: Int? = nil) -> Router {
        var router = router(name, rule, on: [], priority: priority)
        router.parents = parents.map { "\($0)@file" }
        return router
    }

    private func parent(_ name: String, _ rule: String, of parents: String..., priority: Int? = nil) -> Router {
        var router = router(name, rule, on: parents.isEmpty ? ["web"] : [], priority: priority)
        (router.parents, router.service) = (parents.map { "\($0)@file" }, "")
        return router
    }

    /// Ways as "parent/child", chosen step by step; a step that leads nowhere is the end of its way.
    private func way(_ table: RouteTable<String>, _ host: String, _ path: String) -> String? {
        guard let rank = table.match(request(host, path)) else { return nil }
        guard let children = table.routes[rank].children else { return table.routes[rank].target }
        return way(children, host, path) ?? "\(table.routes[rank].target)/-"
    }

    @Test func childrenStandBelowAllTheirParents() throws {
        let plan = plan(
            parent("p", "Host(`a`)"), parent("q", "Host(`b`) && PathPrefix(`/`)", priority: 1),
            router("other", "Host(`b`) && PathPrefix(`/a`)", priority: 2),
            router("rest", "PathPrefix(`/`)", priority: -1),
            child("short", "Path(`/a`)", of: "p"), child("long", "PathPrefix(`/a`)", of: "p", "q", priority: 100),
            parent("inner", "PathPrefix(`/in`)", of: "p"), child("leaf", "Path(`/in/x`)", of: "inner"))
        #expect(plan.problems.isEmpty)
        let table = try #require(plan.entryPoints["web"]?.plain)
        #expect(plan.entryPoints["websecure"]?.plain.routes.isEmpty == true)
        #expect(way(table, "a", "/a") == "p/long")
        #expect(way(table, "a", "/ab") == "p/long")
        #expect(way(table, "a", "/in/x") == "p/inner/leaf")
        #expect(way(table, "a", "/in/y") == "p/inner/-")
        #expect(way(table, "a", "/z") == "p/-")
        #expect(way(table, "b", "/a") == "other")
        #expect(way(table, "b", "/z") == "q/-")
        #expect(way(table, "c", "/z") == "rest")
    }

    @Test func aParentWithoutAGoodChildIsDisabled() {
        let plan = plan(
            parent("p", "Host(`a`)"), parent("inner", "Path(`/`)", of: "p"), child("bad", "Foo(`a`)", of: "inner"),
            parent("badParent", "Foo(`a`)"), child("good", "Path(`/`)", of: "badParent"),
            parent("half", "Host(`h`)"), child("fine", "Path(`/`)", of: "half"), child("faulty", "Foo()", of: "half"))
        #expect(plan.entryPoints["web"]?.plain.routes.map(\.name) == ["half"])
        #expect(plan.entryPoints["web"]?.plain.routes.first?.children?.routes.map(\.name) == ["fine"])
        let unreached = plan.problems.filter { $0.message.contains("all routers below") }
        #expect(Set(unreached.map(\.keyPath)) == ["http.routers.p", "http.routers.inner"])
        #expect(plan.problems.count == 5)
    }

    @Test func tiesAmongChildrenAreNamed() {
        let plan = plan(
            parent("p", "Host(`a`)"), parent("q", "Host(`a`) ", priority: 3), child("x", "PathPrefix(`/a`)", of: "p"),
            child("y", "PathPrefix(`/a`)", of: "p"), child("z", "PathPrefix(`/a`)", of: "q"))
        #expect(plan.problems.map(\.message).count == 1)
        #expect(plan.problems.first?.message.contains("\"x\" and \"y\"") == true)
    }

    @Test func aHostThatNoRequestHasIsWarnedOf() {
        let plan = plan(router("a", "Host(`a`) || Host(`a:80`)"))
        #expect(plan.entryPoints["web"]?.plain.target("a", "/") == "a")
        #expect(plan.problems.map(\.severity) == [.warning])
        #expect(plan.problems.first?.message.contains("no request has the host `a:80`") == true)
    }

    @Test func manyTiesAreCounted() {
        let many = (0..<40).map { router("r\($0)", "PathPrefix(`/`)") }
        let loaded = Loaded(model: DynamicConfiguration(routers: many), problems: [])
        let plan = RoutingPlan(loaded, on: entryPoints) { router, _, _ in router.name }
        #expect(plan.problems.count == 101)
        #expect(plan.problems.last?.message.contains("further pairs of routers") == true)
    }

    @Test func patternsWithOtherEndsAreApart() {
        let plan = plan(
            router("a", "HostRegexp(`^.+\\.a1$`)", priority: 5), router("b", "HostRegexp(`^.+\\.b1$`)", priority: 5),
            router("c", "Host(`longerxxxxxxx.c1`)", priority: 5), router("d", "HostRegexp(`^..*1$`)", priority: 5))
        #expect(plan.problems.count == 3)
        #expect(plan.problems.allSatisfy { $0.message.contains("\"d\"") })
    }
}
