import LinuxIO
import Testing

@testable import Configuration

/// Decodes one middleware `m` of these options.
func middleware(_ options: String) throws -> (kind: Middleware.Kind?, errors: [String]) {
    let loaded = try decodeDynamic("http: {middlewares: {m: {\(options)}}}")
    return (loaded.model?.middlewares.first?.kind, loaded.errors)
}

@Suite struct LimitDecodingTests {
    @Test func aRateLimitIsRead() throws {
        var limit = RateLimit()
        #expect(try middleware("rateLimit: {}").kind == .rateLimit(limit))
        (limit.average, limit.period, limit.burst, limit.source) = (5, .seconds(60), 9, .field("X-Key"))
        let text = "rateLimit: {average: 5, period: 1m, burst: 9, sourceCriterion: {requestHeaderName: X-Key}}"
        #expect(try middleware(text).kind == .rateLimit(limit))
    }

    @Test func aLimitOnRequestsUnderWayIsRead() throws {
        var limit = InFlightLimit()
        limit.amount = 3
        #expect(try middleware("inFlightReq: {amount: 3}").kind == .inFlightReq(limit))
        var strategy = IPStrategy()
        (strategy.depth, strategy.excluded, strategy.ipv6Subnet) = (2, AddressSet([AddressNetwork("10.0.0.0/8")!]), 64)
        limit.source = .address(strategy)
        let text =
            "inFlightReq: {amount: 3, sourceCriterion: {ipStrategy: {depth: 2, excludedIPs: [10.0.0.0/8], ipv6Subnet: 64}}}"
        #expect(try middleware(text).kind == .inFlightReq(limit))
    }

    @Test func anAllowListIsRead() throws {
        var list = IPAllowList(sourceRange: AddressSet([AddressNetwork("127.0.0.1")!, AddressNetwork("::/0")!]))
        #expect(try middleware("ipWhiteList: {sourceRange: [127.0.0.1/32, \"::/0\"]}").kind == .ipAllowList(list))
        list.rejectStatus = 404
        let text = "ipAllowList: {sourceRange: \"127.0.0.1,::/0\", rejectStatusCode: 404}"
        #expect(try middleware(text).kind == .ipAllowList(list))
    }

    /// What would let everybody through, or nobody know whom, is no middleware.
    @Test(arguments: [
        ("ipAllowList: {}", "sourceRange"), ("ipAllowList: {sourceRange: [nonsense]}", "nonsense"),
        ("ipAllowList: {sourceRange: [10.0.0.0/8, 10.0.0.0/33]}", "10.0.0.0/33"),
        ("ipAllowList: {sourceRange: [\"::/0\"], rejectStatusCode: 42}", "rejectStatusCode"),
        ("ipAllowList: {sourceRange: [\"::/0\"], ipStrategy: {depht: 1}}", "did you mean \"depth\""),
        ("rateLimit: {average: -1}", "average"), ("rateLimit: {redis: {endpoints: [a]}}", "redis"),
        ("rateLimit: {sourceCriterion: {requestHost: true, requestHeaderName: A}}", "only one"),
        ("inFlightReq: {amount: 1, sourceCriterion: {requestHeaderName: \"a b\"}}", "not the name of a field"),
        ("inFlightReq: {amount: 1, sourceCriterion: {ipStrategy: {ipv6Subnet: 129}}}", "ipv6Subnet"),
    ])
    func whatIsWrongIsNamed(options: String, problem: String) throws {
        let (kind, errors) = try middleware(options)
        #expect(kind == nil && errors.contains { $0.contains(problem) }, "\(errors)")
    }
}
