import Glibc
import LinuxIO
import Testing

@testable import ChunkStore

@Suite struct EvictionTests {
    /// Thousands of writes into a store that holds a hundred chunks: it stays within its limit and never lies.
    @Test(arguments: [StoreDurability.fast, .safe])
    func equalChunksStayWithinTheLimit(durability: StoreDurability) throws {
        let test = try TestStore(size: 8 << 20, durability: durability)
        let count = durability == .fast ? 3000 : 600
        var objects: [StoredObject] = []
        for id in 0..<UInt64(count) {
            objects.append(test.insert("o\(id)", id: id, length: TestStore.chunkSize))
            #expect(test.write(objects.last!, 0))
            if id % 97 == 0 { #expect(test.fileSize <= 8 << 20 + 1 << 20) }
        }
        let figures = test.store.figures
        #expect(figures.writes == count && figures.failures == 0 && figures.evictions >= count - 128)
        // Most of the store is in use, and what has been evicted is the oldest.
        #expect(figures.chunks > 70 && figures.bytes <= figures.capacity)
        #expect(objects.suffix(60).allSatisfy { test.isRight($0, 0) == true })
        #expect(objects.allSatisfy { test.isRight($0, 0) != false })
        #expect(test.store.chunks.count == objects.count { test.store.contains($0, chunk: 0) })
        #expect(test.messages.all.isEmpty)
    }

    @Test func chunksOfRandomSizesStayWithinTheLimit() throws {
        let test = try TestStore(size: 8 << 20)
        var random = SeededRandom(1)
        var objects: [StoredObject] = []
        for id in 0..<1500 as Range<UInt64> {
            let length = Bool.random(using: &random) ? TestStore.chunkSize : Int.random(in: 1..<65_000, using: &random)
            objects.append(test.insert("o\(id)", id: id, length: length))
            #expect(test.write(objects.last!, 0))
            if id % 150 == 0 {
                #expect(objects.allSatisfy { test.isRight($0, 0) != false })
                objects.removeAll { !test.store.contains($0, chunk: 0) }
            }
        }
        let figures = test.store.figures
        #expect(figures.failures == 0 && figures.bytes <= figures.capacity && test.fileSize <= 9 << 20)
        #expect(figures.bytes > 5 << 20)
        #expect(test.messages.all.isEmpty)
    }

    @Test func whatIsUsedStays() throws {
        let test = try TestStore()
        let busy = test.insert("busy", id: 1, length: TestStore.chunkSize)
        test.write(busy, 0)
        let extent = try #require(test.store.use(busy, chunk: 0))
        let popular = test.insert("popular", id: 2, length: TestStore.chunkSize)
        test.write(popular, 0)
        for id in 10..<500 as Range<UInt64> {
            test.write(test.insert("o\(id)", id: id, length: TestStore.chunkSize), 0)
            if id % 10 == 0 { #expect(test.isRight(popular, 0) == true) }
        }
        #expect(test.isRight(busy, 0) == true && test.isRight(popular, 0) == true)
        extent.endUse()
        for id in 500..<1000 as Range<UInt64> {
            test.write(test.insert("o\(id)", id: id, length: TestStore.chunkSize), 0)
        }
        #expect(!test.store.contains(busy, chunk: 0))
    }

    @Test func allInUseMeansNoRoomAndNoHarm() throws {
        let test = try TestStore(size: 4 << 20)
        var held: [(StoredObject, FileExtent)] = []
        for id in 0..<100 as Range<UInt64> {
            let object = test.insert("o\(id)", id: id, length: TestStore.chunkSize)
            if test.write(object, 0) { held.append((object, test.store.use(object, chunk: 0)!)) }
        }
        #expect(held.count > 40 && held.count < 64 && test.store.figures.failures == 100 - held.count)
        for (object, extent) in held {
            #expect(test.isRight(object, 0) == true)
            extent.endUse()
        }
        let next = test.insert("next", id: 1000, length: TestStore.chunkSize)
        #expect(test.write(next, 0) && test.isRight(next, 0) == true)
    }

    /// What is evicted takes no room on the disk, though the file keeps its length.
    @Test func evictionGivesDiskSpaceBack() throws {
        let test = try TestStore(size: 8 << 20)
        let object = test.insert("a", id: 1, length: 100 * TestStore.chunkSize)
        for chunk in 0..<100 { #expect(test.write(object, chunk)) }
        let full = test.diskSize
        test.store.remove(object)
        test.settle()
        // The writer punches behind what it answers.
        for _ in 0..<300 where test.diskSize >= 1 << 20 { usleep(10_000) }
        #expect(full > 6 << 20 && test.diskSize < 1 << 20)
    }

    /// Records without chunks do not pile up.
    @Test func recordsAloneDoNotFillTheStore() throws {
        let test = try TestStore(size: 4 << 20)
        let metadata = [UInt8](repeating: 5, count: 4000)
        for id in 0..<4000 as Range<UInt64> {
            _ = test.insert("o\(id)", id: id, length: 10, metadata: metadata)
            if id % 100 == 0 { test.settle() }
        }
        test.settle()
        #expect(test.store.figures.objects < 500 && test.fileSize <= 5 << 20)
        #expect(test.find("o3999") != nil)
    }
}
