import Testing

@testable import LinuxIO
@testable import MediaCache

@Suite struct FillMemoryTests {
    /// Notes who was woken; nobody has to answer.
    private let waiter = FillChunk.Waiter(loop: LoopHandle(index: 0), token: LoopToken(slot: 0, generation: 1))

    @Test func itIsBounded() {
        let memory = FillMemory(chunkSize: 100, limit: 400)
        let buffers = (0..<4).map { _ in memory.take(100, from: 0) }
        #expect(buffers.allSatisfy { $0 != nil } && memory.used == 400 && memory.isShort)
        #expect(memory.take(1, from: 0) == nil)
        memory.give(buffers[0]!)
        #expect(memory.used == 300 && !memory.isShort)
        #expect(memory.take(60, from: 5)?.capacity == 60 && memory.take(41, from: 0) == nil)
        #expect(memory.take(40, from: 0)?.start == 0 && memory.used == 400)
    }

    @Test func whoWaitsLongestIsServedFirst() throws {
        let memory = FillMemory(chunkSize: 100, limit: 200)
        let first = try #require(memory.take(100, from: 0)), second = try #require(memory.take(100, from: 0))
        let places = (0..<3).map { _ in memory.wait(100, waiter) }
        #expect(places.allSatisfy { memory.redeem($0, from: 0) == nil })
        memory.give(first)
        // Put aside for the first in the queue, whoever asks before it comes for it.
        #expect(memory.take(100, from: 0) == nil && memory.redeem(places[1], from: 0) == nil)
        let third = try #require(memory.redeem(places[0], from: 7))
        #expect(third.start == 7 && third.filled == 0)
        memory.give(second)
        #expect(memory.redeem(places[2], from: 0) == nil && memory.redeem(places[1], from: 0) != nil)
    }

    @Test func aSmallOneDoesNotOvertake() throws {
        let memory = FillMemory(chunkSize: 100, limit: 200)
        let first = try #require(memory.take(100, from: 0)), second = try #require(memory.take(60, from: 0))
        let large = memory.wait(100, waiter), small = memory.wait(40, waiter)
        #expect(memory.take(40, from: 0) == nil && memory.redeem(small, from: 0) == nil)
        memory.give(second)
        #expect(memory.redeem(large, from: 0) != nil && memory.redeem(small, from: 0) == nil)
        memory.give(first)
        #expect(memory.redeem(small, from: 0)?.capacity == 40)
    }

    @Test func whoLeavesIsPassedOver() throws {
        let memory = FillMemory(chunkSize: 100, limit: 200)
        let first = try #require(memory.take(100, from: 0)), second = try #require(memory.take(100, from: 0))
        let places = (0..<3).map { _ in memory.wait(100, waiter) }
        memory.leave(places[0])
        memory.give(first)
        // What was put aside goes to the next one.
        memory.leave(places[1])
        #expect(memory.redeem(places[1], from: 0) == nil && memory.redeem(places[2], from: 0) != nil)
        memory.give(second)
        #expect(memory.used == 100 && !memory.isShort)
    }

    /// Memory comes back in any order, and what is used, put aside and kept never adds up to more than the limit.
    @Test func nothingIsLost() throws {
        var random = SeededRandom(seed: 11)
        let memory = FillMemory(chunkSize: 100, limit: 1000)
        var held: [FillBuffer] = [], places: [FillMemory.Place] = []
        for _ in 0..<5000 {
            let count = Bool.random(using: &random) ? 100 : Int.random(in: 1...100, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                if let buffer = memory.take(count, from: 0) { held.append(buffer) }
            case 2 where places.count < 20: places.append(memory.wait(count, waiter))
            case 3 where !held.isEmpty: memory.give(held.remove(at: Int.random(in: 0..<held.count, using: &random)))
            default:
                guard let place = places.randomElement(using: &random) else { continue }
                if let buffer = memory.redeem(place, from: 0) { held.append(buffer) } else { memory.leave(place) }
                places.removeAll { $0 == place }
            }
            #expect(memory.used <= 1000 && memory.used >= held.reduce(0) { $0 + $1.capacity })
        }
        for place in places { memory.leave(place) }
        for buffer in held { memory.give(buffer) }
        #expect(memory.used == 0 && !memory.isShort)
    }
}
