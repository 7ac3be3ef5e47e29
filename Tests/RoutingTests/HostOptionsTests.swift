import Configuration
import LinuxIO
import Testing

@testable import Routing

@Suite struct HostOptionsTests {
    private let entryPoint = EntryPoint(name: "web", address: ListenAddress(host: "", port: 80))

    /// Routers named by their rules, with options of the same provider: `mtls` turns clients away.
    private func plan(_ routers: (rule: String, options: String)...) -> RoutingPlan<String> {
        var dynamic = DynamicConfiguration()
        dynamic.routers = routers.map { rule, options in
            Router(
                name: rule, rule: rule, entryPoints: ["web"], service: "s",
                tls: RouterTLS(options: options == "default" ? options : options + "@file"))
        }
        dynamic.tls.options = ["mtls", "new"].map { TLSOptions(name: $0) }
        dynamic.tls.options[0].clientAuthentication.kind = .requireAny
        return RoutingPlan(Loaded(model: dynamic, problems: []), on: [entryPoint]) { router, _, _ in router.id }
    }

    /// The options over which a request may come.
    private func allowed(_ plan: RoutingPlan<String>, _ host: String, _ path: String = "/") -> [String] {
        let request = RouteRequest()
        #expect(unsafe Array(host.utf8).withUnsafeBytes { unsafe request.setHost(authority: $0.bytes) })
        unsafe Array(path.utf8).withUnsafeBytes { unsafe request.setPath(escaped: $0.bytes) }
        let tables = plan.entryPoints["web"]!
        let router = tables.secure.match(request).map { tables.secure.routes[$0].target }
        return ["default", "mtls@file", "new@file"].filter { tables.tlsOptions.allow(request, over: $0, to: router) }
    }

    @Test func hostsHaveTheirRoutersOptions() {
        let plan = plan(
            ("Host(`a`) || Host(`B.`) && PathPrefix(`/b`)", "mtls"), ("Host(`*.c`) && !Host(`x.c`)", "new"),
            ("Host(`d.c`)", "default"), ("PathPrefix(`/`)", "default"))
        #expect(plan.problems.isEmpty, "\(plan.problems)")
        #expect(
            plan.entryPoints["web"]!.tlsOptions.hosts
                == ["a": "mtls@file", "b": "mtls@file", "*.c": "new@file", "d.c": "default"])
        #expect(allowed(plan, "A:443") == ["mtls@file"] && allowed(plan, "b.", "/b") == ["mtls@file"])
        #expect(allowed(plan, "e.c") == ["new@file"] && allowed(plan, "d.c") == ["default"])
        #expect(allowed(plan, "f.e.c") == ["default"] && allowed(plan, "other") == ["default"])
    }

    @Test func contestedHostsGetTheDefault() {
        let plan = plan(("Host(`a`) && Path(`/2`)", "new"), ("Host(`a`)", "default"), ("Host(`b`)", "new"))
        #expect(plan.entryPoints["web"]!.tlsOptions.hosts["a"] == "default")
        #expect(plan.problems.map(\.severity) == [.warning])
        #expect(plan.problems[0].message.contains("want different TLS options for the host \"a\""))
        #expect(allowed(plan, "a", "/2") == ["default"] && allowed(plan, "a") == ["default"])
    }

    /// Among the routers that contest a host, one whose clients have to show who they are is not served without that.
    @Test func whatTurnsClientsAwayIsNotServedOnAContestedHost() {
        let plan = plan(
            ("Host(`a`) && Path(`/1`)", "mtls"), ("Host(`a`) && Path(`/2`)", "new"), ("Host(`b`)", "mtls"),
            ("Host(`b`) && Path(`/x`)", "mtls"))
        #expect(
            plan.entryPoints["web"]!.secure.routes.map(\.name).sorted()
                == ["Host(`a`) && Path(`/2`)", "Host(`b`)", "Host(`b`) && Path(`/x`)"])
        #expect(plan.problems.map(\.severity) == [.error])
        let message = plan.problems[0].message
        #expect(message.contains("\"Host(`a`) && Path(`/2`)\" wants other TLS options for the host \"a\""))
        #expect(message.contains("\"Host(`a`) && Path(`/1`)\" is disabled"))
        #expect(allowed(plan, "a", "/2") == ["new@file"] && allowed(plan, "b", "/x") == ["mtls@file"])
    }

    /// A pattern reaches a host that others contest: it is still not passed by.
    @Test func aContestedHostLeadsToNobodyUnasked() {
        let plan = plan(
            ("Host(`*.d`) && PathPrefix(`/s`)", "mtls"), ("Host(`x.d`)", "default"),
            ("Host(`x.d`) && Path(`/n`)", "new"))
        #expect(allowed(plan, "x.d", "/s").isEmpty && allowed(plan, "x.d", "/t") == ["default"])
    }

    /// A router that wants to know its clients is not reached by another host's options.
    @Test func whatTurnsClientsAwayIsNotPassedBy() {
        let plan = plan(
            ("Host(`a`) || PathPrefix(`/secret`)", "mtls"), ("Host(`*.d`) && PathPrefix(`/s`)", "mtls"),
            ("Host(`x.d`)", "default"))
        #expect(allowed(plan, "other", "/secret").isEmpty && allowed(plan, "other", "/") == ["default"])
        #expect(allowed(plan, "a", "/secret") == ["mtls@file"])
        #expect(allowed(plan, "x.d", "/s").isEmpty && allowed(plan, "x.d", "/t") == ["default"])
        #expect(allowed(plan, "y.d", "/s") == ["mtls@file"])
    }

    @Test func whoNamesNoHostGetsTheDefaultOrNobody() {
        let plan = plan(("PathPrefix(`/a`)", "new"), ("PathPrefix(`/b`)", "mtls"), ("!Host(`a`)", "mtls"))
        #expect(plan.entryPoints["web"]!.secure.routes.map(\.name) == ["PathPrefix(`/a`)"])
        #expect(plan.problems.map(\.severity) == [.warning, .error, .error])
        #expect(plan.entryPoints["web"]!.tlsOptions.areAllDefault)
    }

    @Test func withoutOptionsNothingIsAsked() {
        #expect(plan(("Host(`a`)", "default")).entryPoints["web"]!.tlsOptions.areAllDefault)
        #expect(!plan(("Host(`a`)", "new")).entryPoints["web"]!.tlsOptions.areAllDefault)
    }
}
