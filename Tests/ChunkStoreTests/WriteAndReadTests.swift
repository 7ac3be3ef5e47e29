import LinuxIO
import Testing

@testable import ChunkStore

@Suite struct WriteAndReadTests {
    @Test(arguments: [StoreDurability.safe, .fast])
    func whatIsWrittenReadsBackFromFileAndMap(durability: StoreDurability) throws {
        let test = try TestStore(durability: durability)
        let object = test.insert("a", id: 1, length: 3 * TestStore.chunkSize + 777)
        #expect(!test.store.contains(object, chunk: 0))
        for chunk in 0...3 {
            #expect(test.write(object, chunk))
            #expect(test.isRight(object, chunk) == true)
        }
        #expect(test.store.length(ofChunk: 3, in: object) == 777)
        #expect(test.store.length(ofChunk: 4, in: object) == 0)
        #expect(test.store.use(object, chunk: 4) == nil)
        #expect(test.find("a") === object && test.find("b") == nil)
        let figures = test.store.figures
        #expect(figures.objects == 1 && figures.chunks == 4 && figures.writes == 4 && figures.failures == 0)
        #expect(figures.bytes > 3 * TestStore.chunkSize && figures.capacity == 8 << 20)
    }

    @Test func payloadsBeginOnPages() throws {
        let test = try TestStore()
        let object = test.insert("a", id: 1, length: 3 * TestStore.chunkSize)
        for chunk in 0..<3 {
            test.write(object, chunk)
            let extent = try #require(test.store.use(object, chunk: chunk))
            #expect(extent.offset % 4096 == 0 && extent.length == TestStore.chunkSize)
            #expect(test.store.isReady(extent, of: object, chunk: chunk, range: 0..<extent.length))
            extent.endUse()
            #expect(extent.useCount == 0)
        }
    }

    @Test func aNewStoreIsEmptyAndAReopenedOneIsNot() throws {
        let directory = TemporaryDirectory()
        do {
            let test = try TestStore(in: directory, durability: .safe)
            #expect(test.store.figures.objects == 0)
            for id in 0..<20 as Range<UInt64> {
                let object = test.insert("o\(id)", id: id, length: 100_000, metadata: [UInt8(id)])
                #expect(test.write(object, 0) && test.write(object, 1))
            }
            test.store.close()
            #expect(test.find("o1") == nil)
            test.store.close()
        }
        let test = try TestStore(in: directory, durability: .safe)
        #expect(test.messages.all.isEmpty && test.store.isTrusted)
        #expect(test.store.figures.objects == 20 && test.store.figures.chunks == 40)
        for id in 0..<20 as Range<UInt64> {
            let object = try #require(test.find("o\(id)"))
            #expect(object.metadata.encoded == [UInt8(id)] && object.length == 100_000)
            #expect(test.isRight(object, 0) == true && test.isRight(object, 1) == true)
        }
    }

    @Test func aChangedRecordSharesTheChunks() throws {
        let directory = TemporaryDirectory()
        do {
            let test = try TestStore(in: directory)
            let object = test.insert("a", id: 1, length: 1000, metadata: [1])
            test.write(object, 0)
            let changed = test.store.replace(object, metadata: PlainMetadata([2]))
            #expect(test.find("a") === changed && test.isRight(changed, 0) == true && test.isRight(object, 0) == true)
            test.store.close()
        }
        let test = try TestStore(in: directory)
        let object = try #require(test.find("a"))
        #expect(object.metadata.encoded == [2] && test.isRight(object, 0) == true)
        #expect(test.store.figures.objects == 1)
    }

    @Test func aNewIdTakesTheKeyAndLeavesOldReadersAlone() throws {
        let test = try TestStore()
        let old = test.insert("a", id: 1, length: 1000)
        test.write(old, 0)
        let new = test.insert("a", id: 2, length: 2000)
        #expect(test.find("a") === new)
        #expect(test.isRight(old, 0) == true)
        // Nothing more is stored for what nobody can find.
        let late = test.store.replace(old, metadata: PlainMetadata([9]))
        #expect(test.find("a") === new && late.id == old.id)
        #expect(test.write(new, 0) && test.isRight(new, 0) == true)
    }

    @Test func removingTakesTheChunksToo() throws {
        let directory = TemporaryDirectory()
        do {
            let test = try TestStore(in: directory)
            let object = test.insert("a", id: 1, length: 1000)
            test.write(object, 0)
            let extent = try #require(test.store.use(object, chunk: 0))
            test.store.remove(object)
            #expect(test.find("a") == nil && test.store.use(object, chunk: 0) == nil)
            #expect(!test.write(object, 0))
            // The same id again, while somebody still reads the removed chunk: it must not come back.
            let again = test.insert("a", id: 1, length: 1000)
            #expect(test.store.use(again, chunk: 0) == nil)
            #expect(!test.write(again, 0))
            #expect(unsafe extent.bytes.elementsEqual(test.content(object, 0)))
            extent.endUse()
            #expect(test.write(again, 0) && test.isRight(again, 0) == true)
            test.store.remove(again)
            test.store.close()
        }
        let test = try TestStore(in: directory)
        #expect(test.store.figures.objects == 0 && test.store.figures.chunks == 0)
    }

    /// A removed chunk that is in use when the store closes is gone at the next start, even where its id came again.
    @Test func whatWasRemovedWhileInUseStaysRemoved() throws {
        let directory = TemporaryDirectory()
        let test = try TestStore(in: directory)
        let object = test.insert("a", id: 1, length: 1000)
        test.write(object, 0)
        let extent = try #require(test.store.use(object, chunk: 0))
        test.store.remove(object)
        _ = test.insert("a", id: 1, length: 1000)
        test.store.close()
        #expect(unsafe extent.bytes.elementsEqual(test.content(object, 0)))
        extent.endUse()
        // The store keeps its lock, because the extent was in use.
        #expect(throws: StoreError.inUse(path: directory.path)) { try TestStore(in: directory) }
        let next = try TestStore(in: directory.copy())
        let found = try #require(next.find("a"))
        #expect(!next.store.contains(found, chunk: 0))
        #expect(next.write(found, 0) && next.isRight(found, 0) == true)
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let test = try TestStore()
        let large = [UInt8](repeating: 1, count: 65 << 10)
        #expect(
            test.store.insert(
                key: [1], id: ObjectID(high: 1, low: 1), length: 1, metadata: PlainMetadata(large)) == nil)
        _ = test.insert("a", id: 1, length: 1000)
        let other = test.store.insert(
            key: [2], id: ObjectID(high: 7, low: 1), length: 999, metadata: PlainMetadata([]))
        #expect(other == nil)
    }

    /// What has to be done before anybody sees an object can be done then.
    @Test func anObjectIsPreparedBeforeItIsFound() throws {
        let test = try TestStore()
        var prepared: StoredObject?
        let object = test.store.insert(
            key: Array("a".utf8), id: ObjectID(high: 7, low: 1), length: 1000, metadata: PlainMetadata([])
        ) { made in
            #expect(test.find("a") == nil && !test.store.contains(made, chunk: 0))
            prepared = made
        }
        #expect(object != nil && object === prepared && test.find("a") === object)
    }

    @Test func writingAfterCloseIsRefused() throws {
        let test = try TestStore()
        let object = test.insert("a", id: 1, length: 1000)
        test.store.close()
        #expect(!test.write(object, 0))
    }

    @Test func theSameChunkTwiceIsStoredOnce() throws {
        let test = try TestStore()
        let object = test.insert("a", id: 1, length: 1000)
        let finished = Semaphore()
        let stored = Locked(0)
        for _ in 0..<10 {
            test.write(object, 0) { good in
                stored.withLock { $0 += good ? 1 : 0 }
                finished.signal()
            }
        }
        for _ in 0..<10 { finished.wait() }
        #expect(stored.withLock { $0 } == 10 && test.store.figures.writes == 1)
    }
}
