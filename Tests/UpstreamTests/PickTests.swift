import Configuration
import HTTP
import LinuxIO
import Testing

@testable import Upstream

/// Runs a test's work on a loop that has upstreams.
func onLoop<Value: Sendable>(
    _ work: @escaping @Sendable (LoopUpstreams) -> Value
) async throws -> Value {
    let loop = EventLoop.start(index: 0)
    defer { loop.post(.stop) }
    let settings = UpstreamSettings(
        ServersTransport(), tls: nil, resolver: Resolver(workers: Workers(named: "lookup", threads: 1)))
    return try await loop.call { loop, reply in
        reply.finish(.success(work(LoopUpstreams.install(on: loop, [nil: settings]))))
    }
}

func balancer(_ weights: [Int], _ change: (inout LoadBalancer) -> Void = { _ in }) -> LoadBalancer {
    var balancer = LoadBalancer(
        servers: weights.enumerated().map { index, weight in
            var server = UpstreamServer(url: UpstreamURL(scheme: .http, host: "127.0.0.1", port: UInt16(9000 + index)))
            server.weight = weight
            return server
        })
    change(&balancer)
    return balancer
}

/// Names of servers picked by a service in a row; 0 for the first, - for none.
func picks(_ count: Int, from service: LoopService, _ request: PickRequest? = nil) -> String {
    (0..<count).map { _ in service.pick(request).map { "\($0.pool.url.port - 9000)" } ?? "-" }.joined()
}

private let quiet = HealthLog(changed: { _, _ in }, leftAlone: { _, _ in })

func services(
    _ list: [(String, Service.Kind)], _ upstreams: LoopUpstreams, _ board: HealthBoard = HealthBoard(quiet)
) -> [String: LoopService] {
    let services = list.map { Service(name: $0.0, kind: $0.1) }
    board.adopt(services)
    return LoopServices.make(services, turns: ServiceTurns(services), upstreams: upstreams, health: board)
}

@Suite struct PickTests {
    /// Weights, and who is picked: evenly interleaved, whoever has no weight never.
    @Test(arguments: [
        ([1, 1, 1], "012012012"), ([3, 1], "001000100"), ([5, 1, 1], "0010200"), ([0, 1], "111"), ([], "---"),
        ([0], "-"), ([2, 0, 1], "020020"),
    ])
    func turnsGoByWeight(weights: [Int], expected: String) async throws {
        let found = try await onLoop { upstreams in
            let made = services([("s", .loadBalancer(balancer(weights)))], upstreams)
            // Which place comes first among equals is not what counts; shares and distances are.
            return picks(expected.count, from: made["s@file"]!)
        }
        #expect(found.count == expected.count)
        for name in Set(expected) {
            #expect(found.filter { $0 == name }.count == expected.filter { $0 == name }.count, "\(found)")
        }
    }

    /// Shares are exact over all loops, whichever of them a request comes to.
    @Test func loopsTakeTurnsTogether() async throws {
        let kinds: [(String, Service.Kind)] = [
            ("s", .loadBalancer(balancer([3, 1]))), ("t", .loadBalancer(balancer([1]))),
            ("w", .weighted(WeightedServices(members: [.init(service: "s"), .init(service: "t")]))),
        ]
        let all = kinds.map { Service(name: $0.0, kind: $0.1) }
        let turns = ServiceTurns(all)
        func pick(_ count: Int, from id: String) async throws -> String {
            try await onLoop { upstreams in
                let made = LoopServices.make(all, turns: turns, upstreams: upstreams, health: HealthBoard(quiet))
                return picks(count, from: made[id]!)
            }
        }
        var found = ""
        for count in [1, 2, 1, 3, 1] { found += try await pick(count, from: "s@file") }
        #expect(String(found.sorted()) == "00000011", "\(found)")
        let weighted = try await pick(1, from: "w@file") + pick(1, from: "w@file")
        #expect(weighted.count == 2 && turns.of("w@file").next(weight: { _ in 1 }, isEligible: { _ in true }) == 0)
    }

    @Test func aHeavyServerIsNotPickedInOneRow() async throws {
        let found = try await onLoop { upstreams in
            picks(8, from: services([("s", .loadBalancer(balancer([2, 2])))], upstreams)["s@file"]!)
        }
        #expect(found == "01010101" || found == "10101010")
    }

    /// A client keeps its server; of those whose server leaves, and only of those, each gets another.
    @Test func addressesKeepTheirServers() async throws {
        let (all, again, fewer) = try await onLoop { upstreams in
            let service = services(
                [
                    ("s", .loadBalancer(balancer([1, 1, 1, 1]) { $0.strategy = .hrw })),
                    ("t", .loadBalancer(balancer([1, 1, 1]) { $0.strategy = .hrw })),
                ], upstreams)
            let head = RequestHead()
            func pickAll(_ id: String) -> String {
                (0..<200).map { number in
                    let request = PickRequest(head)
                    request.begin(client: SocketAddress(ip: "192.0.2.\(number)", port: 1))
                    return picks(1, from: service[id]!, request)
                }.joined()
            }
            return (pickAll("s@file"), pickAll("s@file"), pickAll("t@file"))
        }
        #expect(all == again)
        for name in "0123" { #expect((25...75).contains(all.filter { $0 == name }.count), "\(all)") }
        for (before, after) in zip(all, fewer) { #expect(before == after || before == "3") }
    }

    @Test func ofTwoTheLessBusyIsPicked() async throws {
        let found = try await onLoop { upstreams in
            let service = services([("s", .loadBalancer(balancer([1, 1]) { $0.strategy = .p2c }))], upstreams)[
                "s@file"]!
            let first = service.pick()!
            first.pool.inFlight = 5
            defer { first.pool.inFlight = 0 }
            return (0..<20).allSatisfy { _ in service.pick() !== first }
        }
        #expect(found)
    }

    @Test func theQuickestIsPicked() async throws {
        let found = try await onLoop { upstreams in
            let service = services(
                [("s", .loadBalancer(balancer([1, 1, 1]) { $0.strategy = .leasttime }))], upstreams)["s@file"]!
            // Who has not answered yet gets its chance.
            let first = picks(3, from: service)
            for (port, time) in [(9000, 30), (9001, 10), (9002, 20)] {
                let url = UpstreamURL(scheme: .http, host: "127.0.0.1", port: UInt16(port))
                upstreams.pool(for: url, by: nil).answered(after: .milliseconds(time))
            }
            let quick = picks(3, from: service)
            upstreams.pool(for: UpstreamURL(scheme: .http, host: "127.0.0.1", port: 9001), by: nil).inFlight = 2
            return [String(first.sorted()), quick, picks(3, from: service)]
        }
        #expect(found == ["012", "111", "222"])
    }

    @Test func weightsOfServicesCount() async throws {
        let found = try await onLoop { upstreams in
            let made = services(
                [
                    ("a", .loadBalancer(balancer([1]))),
                    ("b", .loadBalancer(balancer([0, 1, 1]))),
                    (
                        "s",
                        .weighted(
                            WeightedServices(members: [
                                .init(service: "a", weight: 3), .init(service: "b"), .init(service: "b", weight: 0),
                            ]))
                    ),
                ], upstreams)
            return picks(8, from: made["s@file"]!)
        }
        #expect(String(found.sorted()) == "00000012", "\(found)")
    }

    @Test func mirrorsGetTheirPercentage() async throws {
        let counts = try await onLoop { upstreams in
            var mirroring = Mirroring(service: "a")
            mirroring.mirrors = [
                .init(service: "a", percent: 10), .init(service: "a"), .init(service: "a", percent: 100),
            ]
            let made = services([("a", .loadBalancer(balancer([1]))), ("s", .mirroring(mirroring))], upstreams)
            let service = made["s@file"] as! MirroringService
            return (0..<20).map { _ in service.pickMirrors().count }
        }
        #expect(counts.reduce(0, +) == 22 && counts.filter { $0 == 2 }.count == 2)
    }
}
