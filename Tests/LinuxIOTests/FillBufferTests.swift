import Glibc
import Synchronization
import Testing

@testable import LinuxIO

@Suite struct FillBufferTests {
    private let pattern = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    private func append(_ range: Range<Int>, to fill: FillBuffer) -> Int {
        let bytes = Array(pattern[range])
        return unsafe fill.append(bytes.span.bytes)
    }

    private func read(_ range: Range<Int>, of fill: FillBuffer) -> [UInt8] {
        fill.withSpan(range) { span in
            span.byteOffsets.map { unsafe span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        }
    }

    @Test func bytesArriveFrontToBack() {
        let fill = FillBuffer(capacity: 1000)
        #expect(append(0..<300, to: fill) == 300)
        #expect(fill.filled == 300 && !fill.isComplete)
        #expect(fill.available(from: 0) == 300)
        #expect(fill.available(from: 299) == 1)
        #expect(fill.available(from: 300) == 0)
        #expect(append(300..<1000, to: fill) == 700)
        #expect(fill.isComplete && append(0..<1, to: fill) == 0)
        #expect(read(0..<1000, of: fill) == pattern)
    }

    @Test func aFillFromTheMiddleWrapsOnce() {
        let fill = FillBuffer(capacity: 1000, from: 600)
        #expect(fill.available(from: 0) == 0 && fill.available(from: 600) == 0)
        // An append ends at the end of the memory, the next one begins at 0.
        #expect(append(600..<900, to: fill) == 300)
        #expect(fill.available(from: 600) == 300 && fill.available(from: 599) == 0)
        #expect(append(900..<1000, to: fill) == 100)
        #expect(fill.available(from: 700) == 300 && fill.available(from: 0) == 0)
        #expect(append(0..<1000, to: fill) == 600)
        #expect(fill.isComplete && fill.available(from: 0) == 1000)
        #expect(read(0..<1000, of: fill) == pattern)
    }

    @Test func anAppendNeverCrossesTheEnd() {
        let fill = FillBuffer(capacity: 1000, from: 900)
        #expect(append(0..<500, to: fill) == 100)
        #expect(append(100..<500, to: fill) == 400)
        #expect(fill.available(from: 0) == 400 && fill.available(from: 400) == 0)
        #expect(fill.available(from: 950) == 50)
        #expect(read(0..<400, of: fill) == Array(pattern[100..<500]))
    }

    /// Every start against the plain meaning of "which bytes are there".
    @Test func availableIsTheRunOfBytesThatArrived() {
        for start in 0..<7 {
            let fill = FillBuffer(capacity: 7, from: start)
            var present = [Bool](repeating: false, count: 8)
            for step in 0..<7 {
                for offset in 0...7 {
                    #expect(fill.available(from: offset) == present[offset...].prefix { $0 }.count)
                }
                #expect(append(step..<(step + 1), to: fill) == 1)
                present[(start + step) % 7] = true
            }
            #expect((0...7).allSatisfy { fill.available(from: $0) == 7 - $0 })
        }
    }

    @Test func theMemoryIsUsedAgain() {
        let fill = FillBuffer(capacity: 1000)
        #expect(append(0..<1000, to: fill) == 1000)
        fill.reset(capacity: 400, from: 100)
        #expect(fill.capacity == 400 && fill.filled == 0)
        #expect(append(100..<1000, to: fill) == 300 && append(0..<1000, to: fill) == 100)
        #expect(fill.isComplete && read(0..<400, of: fill) == Array(pattern[..<400]))
        fill.reset()
        #expect(fill.capacity == 1000 && fill.start == 0)
    }

    /// A reader on another thread checks each byte as soon as it is said to be there.
    @Test func aReaderOnAnotherThreadSeesOnlyWhatArrived() {
        let capacity = 1 << 20
        let start = 300_001
        let fill = FillBuffer(capacity: capacity, from: start)
        let wrong = Atomic<Int>(0)
        let done = Locked(false)
        startThread(named: "fill-reader") {
            var read = 0
            while read < capacity {
                let offset = (start + read) % capacity
                // Once complete the run goes on past `start`; the bytes that are new end there.
                let count = min(fill.available(from: offset), offset < start ? start - offset : capacity)
                fill.withSpan(offset..<(offset + count)) { span in
                    for index in span.byteOffsets
                    where unsafe span.unsafeLoad(fromByteOffset: index, as: UInt8.self) != Self.byte(offset + index) {
                        wrong.add(1, ordering: .relaxed)
                    }
                }
                read += count
            }
            done.withLock { $0 = true }
        }
        var written = 0
        while written < capacity {
            let space = unsafe fill.writable
            let offset = (start + written) % capacity
            let count = min(space.count, 1 + written % 4093)
            for index in 0..<count { unsafe space[index] = Self.byte(offset + index) }
            unsafe fill.commit(count)
            written += count
        }
        while !done.withLock({ $0 }) { usleep(1000) }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    private static func byte(_ offset: Int) -> UInt8 { UInt8(truncatingIfNeeded: offset &* 31 &+ offset >> 8 &+ 1) }

    @Test func aSocketReceivesStraightIntoIt() throws {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        #expect(unsafe socketpair(AF_UNIX, type, 0, &ends) == 0)
        let receiver = Socket(Descriptor(owning: ends[0]))
        let sender = Descriptor(owning: ends[1])
        let fill = FillBuffer(capacity: 1000, from: 700)
        #expect(receiver.receive(into: fill, limit: 100) == .wouldBlock)
        let rotated = Array(pattern[700...] + pattern[..<700])
        #expect(unsafe write(sender.number, rotated, 1000) == 1000)
        #expect(receiver.receive(into: fill, limit: 50) == .bytes(50))
        #expect(receiver.receive(into: fill, limit: .max) == .bytes(250))
        #expect(receiver.receive(into: fill, limit: .max) == .bytes(700))
        #expect(fill.isComplete && read(0..<1000, of: fill) == pattern)
        fill.reset()
        close(sender.release())
        #expect(receiver.receive(into: fill, limit: 1) == .closed)
    }
}
