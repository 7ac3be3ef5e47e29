import Testing

@testable import ChunkStore
@testable import LinuxIO
@testable import MediaCache

@Suite struct FillChunkTests {
    private final class NoMetadata: ObjectMetadata {
        var encoded: [UInt8] { [] }
    }
    private let loop = LoopHandle(index: 0)
    private let memory = FillMemory(chunkSize: 100, limit: 200)

    private func token(_ number: Int) -> LoopToken { LoopToken(slot: UInt32(number), generation: 1) }
    private func waiter(_ number: Int) -> FillChunk.Waiter { .init(loop: loop, token: token(number)) }

    private func chunk(of memory: FillMemory) -> FillChunk {
        let table = ChunkTable(id: ObjectID(high: 1, low: 2), length: 1000)
        let object = StoredObject(key: [], length: 1000, metadata: NoMetadata(), table: table, serial: 1)
        let control = FillControl(loop: loop, token: token(99), wanted: 0)
        return FillChunk(object, index: 0, control: control, memory: memory)
    }

    /// Who was woken since the last look.
    private func woken() -> Set<LoopToken> {
        var notes: [Note] = []
        loop.drain(into: &notes, closing: false)
        return Set(notes.compactMap { if case .wake(let token) = $0 { token } else { nil } })
    }

    private func append(_ count: Int, to chunk: FillChunk) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(unsafe bytes.withUnsafeBytes { unsafe chunk.buffer?.append($0.bytes) } == count)
    }

    @Test func itIsFollowedBeforeItHasMemory() throws {
        let chunk = chunk(of: memory)
        #expect(chunk.follow(waiter(1)) && chunk.buffer == nil && chunk.available(from: 0) == 0 && memory.used == 0)
        #expect(chunk.wait(waiter(1), for: 1, at: 0))
        chunk.provide(try #require(memory.take(100, from: 0)))
        append(10, to: chunk)
        chunk.notify()
        #expect(woken() == [token(1)] && chunk.available(from: 4) == 6)
    }

    @Test func aReaderMayNeedSeveralBytesAtOnce() throws {
        let chunk = chunk(of: memory)
        chunk.provide(try #require(memory.take(100, from: 0)))
        append(10, to: chunk)
        #expect(!chunk.wait(waiter(1), for: 6, at: 4) && chunk.wait(waiter(1), for: 7, at: 4))
    }

    @Test func followersLetGoOnceItIsStored() throws {
        let chunk = chunk(of: memory)
        for number in 1...3 { #expect(chunk.follow(waiter(number))) }
        chunk.unfollow(waiter(2))
        chunk.release()
        #expect(woken() == [token(1), token(3)] && chunk.isStored && !chunk.hasFailed)
        #expect(!chunk.follow(waiter(4)))
        chunk.release()
        #expect(woken().isEmpty)
    }

    @Test func memoryComesBackWithTheLastHolder() throws {
        var held: FillChunk? = chunk(of: memory)
        held?.provide(try #require(memory.take(100, from: 0)))
        #expect(memory.used == 100)
        held = nil
        #expect(memory.used == 0)
    }

    @Test func theFirstEndStands() {
        let starved = chunk(of: memory), failed = chunk(of: memory)
        #expect(starved.wait(waiter(1), for: 1, at: 0))
        starved.starve()
        #expect(woken() == [token(1)] && starved.hasFailed && starved.hasStarved)
        starved.fail()
        failed.fail()
        failed.starve()
        #expect(starved.hasStarved && failed.hasFailed && !failed.hasStarved)
        #expect(!failed.wait(waiter(1), for: 1, at: 0))
    }
}
