import LinuxIO
import Testing

@testable import ChunkStore

@Suite struct ConcurrentUseTests {
    /// Three threads look up, use and check chunks while a fourth replaces and removes objects in a store that is too
    /// small for them: whatever is in use stays what it was.
    @Test func readersNeverSeeAChunkChange() throws {
        let test = try TestStore(size: 4 << 20)
        let (stop, wrong, right) = (Locked(false), Locked(0), Locked(0))
        let finished = Semaphore()
        for thread in 0..<3 as Range<UInt64> {
            startThread(named: "reader-\(thread)") {
                var random = SeededRandom(thread)
                while !stop.withLock({ $0 }) {
                    let (good, bad) = Self.readOnce(test, &random)
                    right.withLock { $0 += good }
                    wrong.withLock { $0 += bad }
                }
                finished.signal()
            }
        }
        var random = SeededRandom(99)
        for id in 0..<1500 as Range<UInt64> {
            let name = "k\(Int.random(in: 0..<50, using: &random))"
            let object = test.insert(name, id: id, length: Int.random(in: 60_000...190_000, using: &random))
            for chunk in 0..<3 where test.store.length(ofChunk: chunk, in: object) > 0 { test.write(object, chunk) }
            if id % 7 == 0 { test.store.remove(object) }
        }
        stop.withLock { $0 = true }
        for _ in 0..<3 { finished.wait() }
        #expect(wrong.withLock { $0 } == 0 && right.withLock { $0 } > 100)
        #expect(test.messages.all.isEmpty && test.store.figures.evictions > 500)
    }

    /// Uses one random chunk, twice: the counts of right and of wrong readings.
    private static func readOnce(_ test: TestStore, _ random: inout SeededRandom) -> (Int, Int) {
        guard let object = test.find("k\(Int.random(in: 0..<50, using: &random))") else { return (0, 0) }
        let chunk = Int.random(in: 0..<3, using: &random)
        guard let extent = test.store.use(object, chunk: chunk) else { return (0, 0) }
        defer { extent.endUse() }
        let expected = test.content(object, chunk)
        let isRight = (0..<2).allSatisfy { _ in unsafe extent.bytes.elementsEqual(expected) }
        return isRight ? (1, 0) : (0, 1)
    }
}
