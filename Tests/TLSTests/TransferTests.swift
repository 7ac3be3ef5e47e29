import Glibc
import LinuxIO
import Testing

@testable import TLS

@Suite struct TransferTests {
    private static let size = 3_000_001
    private static let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

    private var pattern: [UInt8] { Self.bytes }

    private func link(_ version: TLSVersion = .tls13) throws -> Link {
        let link = try Link(Made.server(), Made.client(profile: Made.profile(version)))
        #expect(link.shakeHands() == (.done, .done))
        return link
    }

    /// Writes until all is taken, letting the other side read `reads` times whenever the socket is full. Says how often
    /// that was, and what arrived.
    private func carry(
        _ size: Int, from writer: TLSSession, to reader: TLSSession, reads: Int = .max,
        write: (Range<Int>) -> IOOutcome
    ) -> (stops: Int, received: [UInt8]) {
        var (sent, stops) = (0, 0)
        let buffer = ByteBuffer(capacity: size)
        func read(atMost limit: Int) -> Bool {
            for _ in 0..<limit where buffer.room > 0 {
                guard case .bytes = reader.read(into: buffer) else { return false }
                if limit == .max, !reader.hasBufferedInput { return true }
            }
            return true
        }
        while sent < size {
            switch write(sent..<size) {
            case .bytes(let count): sent += count
            case .wantsWrite: break
            case let other:
                Issue.record("\(other)")
                return (stops, [])
            }
            guard sent < size else { break }
            stops += 1
            _ = read(atMost: min(reads, 10_000))
        }
        while buffer.count < size, read(atMost: 1) {}
        return (stops, buffer.array)
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func largeBodiesArriveWholeBothWays(version: TLSVersion) throws {
        let link = try link(version)
        for (writer, reader) in [(link.server, link.client), (link.client, link.server)] {
            let source = ByteBuffer(capacity: Self.size)
            source.append(pattern)
            let (stops, received) = carry(Self.size, from: writer, to: reader) { _ in writer.write(from: source) }
            #expect(received == pattern)
            #expect(source.isEmpty)
            #expect(stops > 0)
        }
    }

    @Test func aSlowReaderStopsTheWriter() throws {
        let link = try link()
        let fill = FillBuffer(capacity: Self.size)
        #expect(pattern.withSpan { fill.append($0) } == Self.size)
        let (stops, received) = carry(Self.size, from: link.server, to: link.client, reads: 1) {
            link.server.write($0, of: fill)
        }
        #expect(received == pattern)
        // It took a record at a time, so the writer was held back for most of them.
        #expect(stops > 100)
    }

    @Test func extentsAreSentFromTheMap() throws {
        let link = try link()
        let map = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 4096)
        defer { unsafe map.deallocate() }
        unsafe map.copyMemory(from: pattern, byteCount: Self.size)
        let extent = unsafe FileExtent(descriptor: -1, offset: 0, length: Self.size, map: map)
        let range = 1000..<(Self.size - 1000)
        let (_, received) = carry(range.count, from: link.server, to: link.client) {
            link.server.write((1000 + $0.lowerBound)..<(1000 + $0.upperBound), of: extent)
        }
        #expect(received[...] == pattern[range])
    }

    @Test func aRetryMayComeFromElsewhereAndBringMore() throws {
        let link = try link()
        let buffer = ByteBuffer(capacity: 1 << 20)
        buffer.append([UInt8](pattern[..<500_000]))
        while link.server.write(from: buffer, limit: 10_000) != .wantsWrite {}
        let moved = ByteBuffer(capacity: 1 << 20)
        moved.append(buffer, from: 0, count: buffer.count)
        moved.append([UInt8](pattern[500_000..<600_000]))
        let sentBefore = 500_000 - buffer.count
        let (_, received) = carry(600_000 - sentBefore, from: link.server, to: link.client) { _ in
            link.server.write(from: moved)
        }
        var rest = received
        while rest.count < 600_000 {
            let more = ByteBuffer(capacity: 20_000)
            guard case .bytes = link.client.read(into: more) else { break }
            rest += more.array
        }
        #expect(rest == [UInt8](pattern[..<600_000]))
    }

    @Test func writingNothingIsNothing() throws {
        let link = try link()
        #expect(link.server.write(from: ByteBuffer(capacity: 1)) == .bytes(0))
        #expect(link.client.read(into: ByteBuffer(capacity: 10)) == .wantsRead)
    }

    @Test func aSmallBufferLeavesTheRestOfTheRecord() throws {
        let link = try link()
        #expect(link.server.write(text: "abcdef") == .bytes(6))
        let buffer = ByteBuffer(capacity: 4)
        #expect(link.client.read(into: buffer) == .bytes(4))
        #expect(link.client.bufferedBytes == 2)
        #expect(link.client.hasBufferedInput)
        buffer.removeAll()
        #expect(link.client.read(into: buffer) == .bytes(2))
        #expect(buffer.string == "ef")
        #expect(!link.client.hasBufferedInput)
    }

    @Test(arguments: [TLSVersion.tls12, .tls13])
    func anAnnouncedEndDiffersFromATruncation(version: TLSVersion) throws {
        for announced in [true, false] {
            let link = try link(version)
            #expect(link.server.write(text: "body") == .bytes(4))
            if announced { #expect(link.server.shutdown() == .done) }
            link.closeServerSocket()
            #expect(link.client.readText() == "body")
            let end = link.client.read(into: ByteBuffer(capacity: 10))
            if announced {
                #expect(end == .closed)
            } else {
                #expect(end.failure?.kind == .truncated)
                #expect(link.client.write(text: "x").failure?.kind == .truncated)
                #expect(link.client.shutdown() == .done)
            }
        }
    }

    @Test func aHalfWrittenRecordIsNotFollowedByAnEnd() throws {
        let link = try link()
        let source = ByteBuffer(capacity: Self.size)
        source.append(pattern)
        while link.server.write(from: source) != .wantsWrite {}
        #expect(link.server.shutdown() == .done)
        link.closeServerSocket()
        let buffer = ByteBuffer(capacity: Self.size)
        var outcome = link.client.read(into: buffer)
        // What the window held back comes when the kernel has time for it.
        for _ in 0..<1000 {
            while case .bytes = outcome { outcome = link.client.read(into: buffer) }
            guard outcome == .wantsRead else { break }
            usleep(5000)
            outcome = link.client.read(into: buffer)
        }
        #expect(outcome.failure?.kind == .truncated)
        #expect(buffer.array[...] == pattern[..<buffer.count])
    }

    @Test func writingToNobodyIsAFailureOfTheSocket() throws {
        let link = try link()
        link.closeClientSocket()
        #expect(link.server.write(text: "x").failure?.kind == .socket(.brokenPipe))
    }
}

extension IOOutcome {
    var failure: TLSFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}

extension Array where Element == UInt8 {
    fileprivate func withSpan<R>(_ body: (RawSpan) -> R) -> R { unsafe body(span.bytes) }
}
