import Testing

@testable import MediaCache

@Suite struct RangePlanTests {
    /// The same question answered byte by byte.
    private func model(
        _ plan: RangePlan, at position: UInt64, wantedTo end: UInt64, _ present: Set<UInt64>
    ) -> Range<UInt64> {
        var last = position
        let runStart = position / plan.chunkSize * plan.chunkSize
        var byte = position
        while byte < plan.length, byte < runStart + plan.runLimit {
            let chunk = byte / plan.chunkSize
            if chunk > position / plan.chunkSize,
                present.contains(chunk) || chunk * plan.chunkSize >= max(end, position + 1)
            {
                break
            }
            last = byte
            byte += 1
        }
        return position..<last + 1
    }

    @Test func runsAgreeWithTheModel() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<2000 {
            let chunkSize = UInt64(1 << Int.random(in: 2...4, using: &random))
            let length = UInt64.random(in: 1...200, using: &random)
            let plan = RangePlan(
                chunkSize: chunkSize, length: length, runLimit: chunkSize * UInt64.random(in: 1...5, using: &random))
            let position = UInt64.random(in: 0..<length, using: &random)
            let end = UInt64.random(in: position...length, using: &random)
            let present = Set((0..<length / chunkSize + 1).filter { _ in Bool.random(using: &random) })
            let run = plan.run(at: position, wantedTo: end) { present.contains($0) }
            #expect(run == model(plan, at: position, wantedTo: end, present), "\(plan) \(position) \(end) \(present)")
        }
    }

    @Test func theWantedByteComesFirst() {
        let plan = RangePlan(chunkSize: 16, length: 100, runLimit: 64)
        #expect(plan.run(at: 37, wantedTo: 38) { _ in false } == 37..<48)
        #expect(plan.run(at: 37, wantedTo: 100) { _ in false } == 37..<96)
        #expect(plan.run(at: 99, wantedTo: 100) { _ in false } == 99..<100)
    }
}

/// Repeats exactly.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) ^ (state << 31)
    }
}
