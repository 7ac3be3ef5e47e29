import Glibc
import LinuxIO
import Testing

@testable import ChunkStore

/// A process killed at any moment leaves what the page cache held then: so does a copy of the file made in one instant.
/// The writer is stopped for it by the only thing it waits for, its answers.
@Suite struct KilledProcessTests {
    @Test(arguments: [StoreDurability.fast, .safe])
    func everythingListedAfterAKillIsWhole(durability: StoreDurability) throws {
        let test = try TestStore(size: 4 << 20, durability: durability)
        var random = SeededRandom(3)
        var objects: [String: StoredObject] = [:]
        var copies: [(TemporaryDirectory, Int)] = []
        for step in 0..<400 as Range<UInt64> {
            let name = "k\(Int.random(in: 0..<60, using: &random))"
            let object = test.insert(name, id: step, length: Int.random(in: 1...150_000, using: &random))
            objects[name] = object
            let chunks = (Int(object.length) - 1) / TestStore.chunkSize
            for chunk in 0...chunks { test.write(object, chunk) { _ in } }
            if step % 40 == 39 { copies.append((try frozenCopy(test, object), Int(step))) }
        }
        for (copy, step) in copies { try check(copy, durability, step) }
    }

    /// Copies the file while the writer stands still between two commits.
    private func frozenCopy(_ test: TestStore, _ object: StoredObject) throws -> TemporaryDirectory {
        let (reached, released) = (Semaphore(), Semaphore())
        test.write(object, 0) { _ in
            reached.signal()
            released.wait()
        }
        reached.wait()
        defer { released.signal() }
        return test.directory.copy()
    }

    private func check(_ copy: TemporaryDirectory, _ durability: StoreDurability, _ step: Int) throws {
        let test = try TestStore(in: copy, size: 4 << 20, durability: durability)
        #expect(test.messages.all.isEmpty)
        #expect(test.store.figures.objects > 0 && test.store.figures.chunks > 0)
        var chunks = 0
        for name in (0..<60).map({ "k\($0)" }) + ["next"] {
            guard let object = test.find(name) else { continue }
            for chunk in 0..<3 where test.store.contains(object, chunk: chunk) {
                #expect(test.isRight(object, chunk) == true, "step \(step)")
                chunks += 1
            }
        }
        #expect(chunks == test.store.figures.chunks)
        let next = test.insert("next", id: 1_000_000, length: 1000)
        #expect(test.write(next, 0) && test.isRight(next, 0) == true)
    }

    private static let variable = "USHER_STORE_TO_FILL"

    /// A real `kill -9` of a process that writes, replaces, removes and evicts, at some moment, again and again on one
    /// store.
    @Test func aKilledWriterLeavesNothingWrong() throws {
        let directory = TemporaryDirectory()
        for round in 0..<8 {
            let child = try #require(ChildProcess(running: "fillsUntilKilled", with: (Self.variable, directory.path)))
            let database = directory.path + "/cache.mdb"
            for _ in 0..<2000 where unsafe access(database, F_OK) != 0 { usleep(10_000) }
            usleep(400_000 + UInt32(round) * 37_000)
            #expect(child.kill())
            try check(directory, [.fast, .safe][round % 2], round)
        }
    }

    /// The child's part.
    @Test func fillsUntilKilled() throws {
        guard let path = unsafe getenv(Self.variable).map({ unsafe String(cString: $0) }) else { return }
        let test = try TestStore(in: TemporaryDirectory(existing: path), size: 4 << 20)
        var random = SystemRandomNumberGenerator()
        while true {
            let name = "k\(Int.random(in: 0..<60, using: &random))"
            if Int.random(in: 0..<10, using: &random) == 0, let object = test.find(name) { test.store.remove(object) }
            let length = Int.random(in: 1...150_000, using: &random)
            let object = test.insert(name, id: random.next(), length: length)
            for chunk in 0...((length - 1) / TestStore.chunkSize) { test.write(object, chunk) }
        }
    }
}
