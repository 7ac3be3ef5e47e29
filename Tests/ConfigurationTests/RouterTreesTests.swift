import Testing

@testable import Configuration

@Suite struct RouterTreesTests {
    /// Routers, each a line, on top of one service and one middleware.
    private func decode(_ routers: [String]) throws -> Loaded<DynamicConfiguration> {
        try decodeDynamic(
            "http:\n  services: {s: {loadBalancer: {servers: [{url: \"http://a\"}]}}}\n  routers:\n"
                + routers.map { "    \($0)\n" }.joined())
    }

    private func names(_ loaded: Loaded<DynamicConfiguration>) -> [String]? { loaded.model?.routers.map(\.name) }

    @Test func aTreeIsRead() throws {
        let loaded = try decode([
            "p: {rule: r, entryPoints: [web], ruleSyntax: v3}", "q: {rule: r, tls: {}}",
            "c: {rule: r, parentRefs: [p, q@file, p@file], priority: 7}",
            "leaf: {rule: r, parentRefs: [c], service: s}",
        ])
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        let routers = try #require(loaded.model?.routers)
        #expect(routers.map(\.name) == ["c", "leaf", "p", "q"])
        #expect(routers.map(\.parents) == [["p@file", "q@file"], ["c@file"], [], []])
        #expect(routers.map(\.service) == ["", "s@file", "", ""])
        #expect(routers.map(\.entryPoints) == [[], [], ["web"], ["web", "websecure"]])
        #expect(routers[0].priority == 7)
    }

    /// Routers, the names of those that are left, and what an error says.
    @Test(
        arguments: [
            (["c: {rule: r, service: s, parentRefs: [x]}"], [], "c.parentRefs: there is no router \"x@file\""),
            (
                [
                    "p: {rule: r}", "c: {rule: r, service: s, parentRefs: [p]}",
                    "d: {rule: r, service: s, parentRefs: [p, x]}",
                ],
                ["c", "p"], "d.parentRefs: there is no router \"x@file\""
            ),
            (["c: {rule: r, service: s, parentRefs: [c]}"], [], "c.parentRefs: the routers above it lead back"),
            (
                [
                    "a: {rule: r, parentRefs: [b]}", "b: {rule: r, parentRefs: [a]}",
                    "c: {rule: r, service: s, parentRefs: [b]}",
                ],
                [], "c.parentRefs: the routers above it lead back to themselves"
            ),
            (["p: {rule: r}"], [], "p.service: expected the name of a service, or another router"),
            (["p: {rule: r}", "c: {rule: r, parentRefs: [p]}"], [], "p.service: expected the name of a service"),
            (
                ["p: {rule: r}", "c: {rule: r, service: s, parentRefs: [p], entryPoints: [web]}"], [],
                "c.entryPoints: not for a router with parentRefs"
            ),
            (
                ["p: {rule: r}", "c: {rule: r, service: s, parentRefs: [p], tls: {}}"], [],
                "c.tls: not for a router with parentRefs"
            ),
            (
                ["p: {rule: r, nope: 1}", "c: {rule: r, service: s, parentRefs: [p]}"], [],
                "c.parentRefs: the router \"p\" above it has errors of its own"
            ),
            (
                ["p: {rule: r}", "c: {rule: r, parentRefs: [p, x]}", "d: {rule: r, service: s, parentRefs: [c]}"], [],
                "d.parentRefs: the router \"c\" above it has errors of its own"
            ),
            (["c: {rule: r, service: s, parentRefs: [p@docker]}"], [], "there is no router \"p@docker\""),
        ] as [([String], [String], String)])
    func aFaultyTreeIsDisabled(routers: [String], left: [String], message: String) throws {
        let loaded = try decode(routers)
        #expect(names(loaded) == left)
        let errors = loaded.problems.filter { $0.severity == .error }.map { "\($0.keyPath): \($0.message)" }
        #expect(errors.contains { $0.contains(message) }, "\(errors)")
    }

    @Test func aParentsServiceIsNeverUsed() throws {
        let loaded = try decode(["p: {rule: r, service: s}", "c: {rule: r, service: s, parentRefs: [p]}"])
        #expect(loaded.model?.routers.map(\.service) == ["s@file", ""])
        #expect(loaded.errors.isEmpty)
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.contains("p.service = \"s\": never used") == true)
    }

    @Test func waysAreBounded() throws {
        var lines = ["a0: {rule: r}", "b0: {rule: r}"]
        for level in 1...12 {
            for name in ["a", "b"] {
                lines.append("\(name)\(level): {rule: r, parentRefs: [a\(level - 1), b\(level - 1)]}")
            }
        }
        lines.append("leaf: {rule: r, service: s, parentRefs: [a12]}")
        lines.append("good: {rule: r, service: s, parentRefs: [a3]}")
        let loaded = try decode(lines)
        #expect(names(loaded)?.contains("good") == true)
        #expect(names(loaded)?.contains("leaf") == false)
        #expect(loaded.errors.contains { $0.contains("more than 1000 ways lead to it") })
    }

    /// The work grows like their number, not like its square.
    @Test(.timeLimit(.minutes(1)))
    func manyRoutersAreRead() throws {
        let loaded = try decode((0..<3000).map { "r\($0): {rule: \"Host(`h\($0)`)\", service: s}" })
        #expect(loaded.model?.routers.count == 3000)
    }
}
