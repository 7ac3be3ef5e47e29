import Configuration
import HTTP
import LinuxIO
import Testing

@testable import Upstream

@Suite struct HealthTests {
    private static let first = "http://127.0.0.1:9000", second = "http://127.0.0.1:9001"
    private let changes = Locked<[String]>([])

    private var board: HealthBoard {
        let changes = changes
        return HealthBoard(
            HealthLog(
                changed: { server, trouble in changes.withLock { $0.append("\(server) \(trouble ?? "up")") } },
                leftAlone: { server, _ in changes.withLock { $0.append("\(server) alone") } }))
    }

    private static func checked(_ weights: [Int]) -> LoadBalancer {
        balancer(weights) { $0.healthCheck = HealthCheck() }
    }

    @Test func aServerThatIsDownIsPassedOver() async throws {
        let board = board
        let found = try await onLoop { upstreams in
            let service = services([("s", .loadBalancer(Self.checked([1, 1])))], upstreams, board)["s@file"]!
            let (one, other) = (
                board.health(of: Self.first, in: "s@file")!, board.health(of: Self.second, in: "s@file")!
            )
            one.checked("bad")
            one.checked("bad again")
            let without = picks(2, from: service)
            other.checked("bad")
            let none = "\(picks(1, from: service))\(service.isAvailable)"
            one.checked(nil)
            return [without, none, "\(picks(2, from: service))\(service.isAvailable)"]
        }
        #expect(found == ["11", "-false", "00true"])
        #expect(changes.withLock { $0 } == ["\(Self.first) bad", "\(Self.second) bad", "\(Self.first) up"])
    }

    /// What is known stays over a reload that changes nothing of it, and only then.
    @Test func healthOutlivesReloads() {
        let board = board
        var service = Service(name: "s", kind: .loadBalancer(Self.checked([1, 1])))
        board.adopt([service])
        board.health(of: Self.first, in: "s@file")!.checked("bad")
        #expect(board.serverStatus(of: service) == [Self.first: "DOWN", Self.second: "UP"])
        board.adopt([service, Service(name: "t", kind: service.kind)])
        #expect(board.serverStatus(of: service)[Self.first] == "DOWN" && board.checked.count == 4)
        var changed = Self.checked([1, 1])
        changed.healthCheck?.path = "/other"
        service.kind = .loadBalancer(changed)
        board.adopt([service])
        #expect(board.serverStatus(of: service)[Self.first] == "UP")
        board.adopt([])
        #expect(board.checked.isEmpty && board.health(of: Self.first, in: "s@file") == nil)
    }

    @Test func failuresWithinTheWindowCount() {
        var passive = PassiveHealthCheck()
        passive.maxFailedAttempts = 2
        var balancer = balancer([1])
        balancer.passiveHealthCheck = passive
        let board = board
        board.adopt([Service(name: "s", kind: .loadBalancer(balancer))])
        let health = board.health(of: Self.first, in: "s@file")!
        let start = MonotonicTime(nanoseconds: 1_000_000_000_000)
        func at(_ seconds: Int) -> MonotonicTime { start.adding(.seconds(seconds)) }
        health.failed(at: start)
        health.failed(at: at(11))
        #expect(health.isUp(at: at(11)))
        health.failed(at: at(12))
        #expect(!health.isUp(at: at(12)) && !health.isUp(at: at(21)) && health.isUp(at: at(22)))
        #expect(changes.withLock { $0 } == ["\(Self.first) alone"])
    }

    @Test func withChecksOnlyAGoodOneBringsItBack() {
        var balancer = Self.checked([1])
        balancer.passiveHealthCheck = PassiveHealthCheck()
        let board = board
        board.adopt([Service(name: "s", kind: .loadBalancer(balancer))])
        let health = board.health(of: Self.first, in: "s@file")!
        health.failed(at: .now)
        #expect(!health.isUp(at: MonotonicTime.now.adding(.seconds(1000))))
        health.checked(nil)
        #expect(health.isUp(at: .now))
    }

    /// Services over services go by their children's health where they are told to.
    @Test func healthGoesUpTheTree() async throws {
        let board = board
        let found = try await onLoop { upstreams in
            var weighted = WeightedServices(members: [.init(service: "a"), .init(service: "b")])
            let blind = weighted
            weighted.heedsHealth = true
            var failover = Failover(service: "s", fallback: "b")
            failover.heedsHealth = true
            let a = Self.checked([1]), b = Self.checked([0, 1])
            let made = services(
                [
                    ("a", .loadBalancer(a)), ("b", .loadBalancer(b)), ("s", .weighted(weighted)),
                    ("blind", .weighted(blind)), ("f", .failover(failover)),
                ], upstreams, board)
            board.health(of: Self.first, in: "a@file")!.checked("bad")
            let withoutA = picks(2, from: made["s@file"]!) + String(picks(2, from: made["blind@file"]!).sorted())
            board.health(of: Self.second, in: "b@file")!.checked("bad")
            let none = "\(made["s@file"]!.isAvailable)\(made["f@file"]!.isAvailable)" + picks(1, from: made["f@file"]!)
            board.health(of: Self.first, in: "a@file")!.checked(nil)
            return [withoutA, none, picks(2, from: made["f@file"]!)]
        }
        #expect(found == ["11-1", "falsefalse-", "00"])
    }
}
