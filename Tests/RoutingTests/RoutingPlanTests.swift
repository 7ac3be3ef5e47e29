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
        return RoutingPlan(loaded, on: entryPoints, internalRoutes: extra) { router, _ in router.name }
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
        let plan = plan(router("bad", "Hots(`a`)"), router("good", "Host(`a`)"), router("later", "Method(`GET`)"))
        #expect(plan.entryPoints["web"]?.plain.routes.map(\.name) == ["good"])
        #expect(
            plan.problems.map(\.description) == [
                "error: d.yml: http.routers.bad.rule = \"Hots(`a`)\": at character 1: unknown matcher Hots; did you mean \"Host\"?",
                "error: d.yml:2:1: http.routers.later.rule = \"Method(`GET`)\": at character 1: the matcher Method is not built yet",
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
}
