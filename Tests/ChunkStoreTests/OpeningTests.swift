import Glibc
import LinuxIO
import Testing

@testable import ChunkStore

@Suite struct OpeningTests {
    @Test func aSecondOpenIsRefused() throws {
        let directory = TemporaryDirectory()
        let test = try TestStore(in: directory)
        #expect(throws: StoreError.inUse(path: directory.path)) { try TestStore(in: directory) }
        test.store.close()
    }

    @Test func foreignFileSystemsAreKnown() {
        #expect(StoreDirectory.foreignKind(0x6969) == "NFS")
        #expect(StoreDirectory.foreignKind(0xff53_4d42) == "CIFS")
        #expect(StoreDirectory.foreignKind(0x0102_1997) == "9p")
        #expect(StoreDirectory.foreignKind(0x6573_5546) == "FUSE")
        #expect(StoreDirectory.foreignKind(0xef53) == nil)
    }

    @Test func sensibleSettingsAreAsked() {
        #expect(throws: StoreError.self) { try TestStore(chunkSize: 3 << 16) }
        #expect(throws: StoreError.self) { try TestStore(chunkSize: 1024) }
        #expect(throws: StoreError.self) { try TestStore(size: 1 << 20, chunkSize: 1 << 20) }
    }

    private func filled(_ directory: TemporaryDirectory, durability: StoreDurability = .safe) throws {
        let test = try TestStore(in: directory, durability: durability)
        test.write(test.insert("a", id: 1, length: 1000), 0)
        test.store.close()
    }

    private func isDiscarded(_ test: TestStore) -> Bool {
        test.store.figures.objects == 0 && test.messages.all.count == 1 && test.messages.all[0].level == .warning
            && test.write(test.insert("b", id: 2, length: 1000), 0)
    }

    @Test func anotherChunkSizeBeginsAnew() throws {
        let directory = TemporaryDirectory()
        try filled(directory)
        #expect(isDiscarded(try TestStore(in: directory, chunkSize: 128 << 10)))
    }

    @Test func anotherVersionBeginsAnew() throws {
        let directory = TemporaryDirectory()
        try filled(directory)
        try change(directory, StoreFormat.key) { $0[3] += 1 }
        #expect(isDiscarded(try TestStore(in: directory)))
    }

    /// Changes one of the values that a store keeps about itself.
    private func change(_ directory: TemporaryDirectory, _ key: [UInt8], _ body: (inout [UInt8]) -> Void) throws {
        let environment = try Environment(path: directory.path + "/cache.mdb", mapSize: 100 << 20, syncsCommits: false)
        let transaction = try Transaction(environment)
        let meta = try Tables(transaction).meta
        var value = try unsafe Array(#require(transaction.find(key, in: meta)))
        body(&value)
        try transaction.put(value, at: key, in: meta)
        try transaction.commit()
        environment.close()
    }

    @Test func garbageBeginsAnew() throws {
        for size in [1, 4096, 100_000] {
            let directory = TemporaryDirectory()
            guard let file = unsafe fopen(directory.path + "/cache.mdb", "w") else { continue }
            for index in 0..<size { unsafe fputc(Int32(index * 7 % 256), file) }
            unsafe fclose(file)
            #expect(isDiscarded(try TestStore(in: directory)))
        }
    }

    @Test func aShortenedFileBeginsAnew() throws {
        let directory = TemporaryDirectory()
        try filled(directory)
        unsafe truncate(directory.path + "/cache.mdb", 3 * 4096)
        #expect(isDiscarded(try TestStore(in: directory)))
    }

    /// What `fast` wrote is whole after a killed process, and worthless after a power cut: the boot id tells.
    @Test func fastIsDiscardedAfterAPowerCutOnly() throws {
        let source = TemporaryDirectory()
        let test = try TestStore(in: source, durability: .fast)
        test.write(test.insert("a", id: 1, length: 1000), 0)
        let killed = source.copy()
        let cut = source.copy()
        try change(cut, RunMark.key) { $0[5] ^= 1 }
        #expect(isDiscarded(try TestStore(in: cut, durability: .fast)))
        let after = try TestStore(in: killed, durability: .fast)
        #expect(after.messages.all.isEmpty && after.store.figures.chunks == 1 && !after.store.isTrusted)
    }

    @Test func whatEndsTheProcessTwiceIsNotTriedAgain() throws {
        let directory = TemporaryDirectory()
        try filled(directory)
        unsafe system("printf 1 > '\(directory.path)/opening'")
        #expect(try TestStore(in: directory).store.figures.chunks == 1)
        unsafe system("printf 11 > '\(directory.path)/opening'")
        #expect(isDiscarded(try TestStore(in: directory)))
    }

    /// A process that is killed between deleting a chunk and taking its pages out of the file leaves that to the next,
    /// unless something may lie there by now.
    @Test(arguments: [0, 1, 2] as [UInt64])
    func theNextStartFinishesADeletion(commitsSince: UInt64) throws {
        let directory = TemporaryDirectory()
        let place = try freedChunk(directory)
        let run = PageRun(first: place / 4096, count: TestStore.chunkSize / 4096)
        let database = directory.path + "/cache.mdb"
        unsafe system(
            "dd if=/dev/urandom of='\(database)' bs=4096 seek=\(run.first) count=\(run.count) conv=notrunc 2>&-")
        let environment = try Environment(path: database, mapSize: 100 << 20, syncsCommits: false)
        let transaction = try Transaction(environment)
        let freed = FreedRuns(commit: transaction.number - commitsSince, runs: [run])
        try transaction.put(freed.bytes, at: FreedRuns.key, in: Tables(transaction).meta)
        try transaction.commit()
        environment.close()

        _ = try TestStore(in: directory)
        var bytes = [UInt8](repeating: 1, count: TestStore.chunkSize)
        let file = Descriptor(owning: unsafe open(database, O_RDONLY))
        #expect(unsafe pread(file.number, &bytes, bytes.count, off_t(place)) == bytes.count)
        #expect(bytes.allSatisfy { $0 == 0 } == (commitsSince < 2))
    }

    /// Where a chunk lay that was written behind others and removed again.
    private func freedChunk(_ directory: TemporaryDirectory) throws -> Int {
        let test = try TestStore(in: directory)
        let object = test.insert("a", id: 1, length: 20 * TestStore.chunkSize)
        for chunk in 0..<20 { test.write(object, chunk) }
        let extent = try #require(test.store.use(object, chunk: 19))
        extent.endUse()
        test.store.remove(object)
        test.store.close()
        return Int(extent.offset)
    }

    @Test func safeSurvivesAPowerCut() throws {
        let source = TemporaryDirectory()
        let test = try TestStore(in: source, durability: .safe)
        test.write(test.insert("a", id: 1, length: 1000), 0)
        let cut = source.copy()
        try change(cut, RunMark.key) { $0[5] ^= 1 }
        #expect(try TestStore(in: cut, durability: .safe).store.figures.chunks == 1)
    }

    /// After an unclean start each chunk is checked before its first use; a damaged one leaves.
    @Test func damageIsFoundAtTheFirstUse() throws {
        let source = TemporaryDirectory()
        let test = try TestStore(in: source)
        let object = test.insert("a", id: 1, length: 200_000)
        for chunk in 0..<3 { test.write(object, chunk) }
        let extent = try #require(test.store.use(object, chunk: 1))
        let place = extent.offset + 5000
        extent.endUse()
        let copy = source.copy()
        let file = unsafe open(copy.path + "/cache.mdb", O_RDWR)
        let damage: [UInt8] = [0]
        #expect(unsafe pwrite(file, damage, 1, off_t(place)) == 1)
        close(file)
        let after = try TestStore(in: copy)
        let workers = Workers(named: "test", threads: 1)
        let found = try #require(after.find("a"))
        let first = try #require(after.store.use(found, chunk: 0))
        #expect(!after.store.isReady(first, of: found, chunk: 0, range: 0..<100))
        #expect(after.prepare(found, 0, on: workers) == true)
        #expect(after.store.isReady(first, of: found, chunk: 0, range: 0..<100))
        first.endUse()
        #expect(after.prepare(found, 1, on: workers) == false)
        #expect(after.prepare(found, 1, on: workers) == nil)
        #expect(after.store.figures.failures == 1)
        #expect(after.write(found, 1) && after.isRight(found, 1) == true)
        after.store.close()
        // Chunk 2 has not been checked yet, so the next run does not trust it either.
        #expect(!(try TestStore(in: copy).store.isTrusted))
    }
}
