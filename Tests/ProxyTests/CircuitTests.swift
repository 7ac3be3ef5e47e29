import Configuration
import LinuxIO
import Testing

@testable import Proxy

@Suite struct CircuitTests {
    private let start = MonotonicTime(nanoseconds: 100_000_000_000)

    private func circuit() throws -> Circuit {
        let figure = Condition.Figure(name: "NetworkErrorRatio")
        return Circuit(CircuitBreakerSettings(condition: .compare(figure, .above, 0.5)))
    }

    @Test func opensRecoversAndCloses() throws {
        let circuit = try circuit()
        #expect(circuit.permits(at: start))
        #expect(!circuit.note(status: 200, after: .milliseconds(1), at: start))
        #expect(circuit.permits(at: start))
        // Not looked at again within the check period.
        #expect(!circuit.note(status: 502, after: .milliseconds(1), at: start.adding(.milliseconds(50))))
        #expect(circuit.note(status: 504, after: .milliseconds(1), at: start.adding(.milliseconds(100))))
        #expect(!circuit.permits(at: start.adding(.seconds(10))))
        let half = start.adding(.milliseconds(15_100))
        _ = circuit.permits(at: start.adding(.milliseconds(10_101)))
        let passed = (0..<1000).count { _ in circuit.permits(at: half) }
        #expect((240...260).contains(passed), "\(passed)")
        #expect(circuit.permits(at: start.adding(.seconds(21))))
        #expect((0..<100).allSatisfy { _ in circuit.permits(at: start.adding(.seconds(21))) })
    }

    @Test func ratiosAreOfTheLastTenSeconds() {
        var figures = CircuitFigures()
        for status in [500, 503, 200, 404] { figures.note(status: status, after: .zero, at: start) }
        let errors = Condition.Figure(name: "ResponseCodeRatio", arguments: [500, 600, 0, 600])
        #expect(figures.value(of: errors, at: start) == 0.5)
        let ofClient = Condition.Figure(name: "ResponseCodeRatio", arguments: [404, 405, 400, 600])
        #expect(figures.value(of: ofClient, at: start.adding(.seconds(9))) == 1.0 / 3)
        #expect(figures.value(of: errors, at: start.adding(.seconds(10))) == 0)
    }

    @Test func quantilesOfLatency() {
        var counts = LatencyCounts()
        for milliseconds in 1...100 { counts.note(.milliseconds(milliseconds)) }
        #expect(abs(counts.milliseconds(at: 0.5) - 50) < 5)
        #expect(abs(counts.milliseconds(at: 1) - 100) < 9)
        #expect(LatencyCounts().milliseconds(at: 0.5) == 0)
    }
}
