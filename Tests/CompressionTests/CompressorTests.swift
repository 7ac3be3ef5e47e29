import Foundation
import LinuxIO
import Testing

@testable import Compression

/// Every coding's output is given to the program that everybody unpacks it with.
@Suite struct CompressorTests {
    private static let programs: [CompressionCoding: [String]] = [
        .gzip: ["gzip", "-dc"], .brotli: ["brotli", "-dc"], .zstd: ["zstd", "-dc"],
    ]

    private func unpack(_ bytes: [UInt8], _ coding: CompressionCoding) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = Self.programs[coding]!
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        let thread = Thread {
            try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
            try? input.fileHandleForWriting.close()
        }
        thread.start()
        let result = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(result)
    }

    private func body(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: ($0 / 7) &* ($0 % 61)) }
    }

    @Test(arguments: CompressionCoding.allCases, [0, 1, 1000, 300_000])
    func whatGoesInComesOut(coding: CompressionCoding, count: Int) throws {
        let compressor = try #require(makeCompressor(coding))
        let (body, output) = (body(count), ByteBuffer(capacity: 64))
        for start in stride(from: 0, to: count, by: 50_000) {
            let piece = Array(body[start..<min(count, start + 50_000)])
            #expect(unsafe piece.withUnsafeBytes { unsafe compressor.compress($0.bytes, into: output) })
        }
        #expect(compressor.finish(into: output))
        #expect(try unpack(output.array, coding) == body)
        if count > 1000 { #expect(output.count < count / 2) }
    }

    /// After a flush a reader has all that went in, although the end is missing.
    @Test(arguments: CompressionCoding.allCases)
    func aFlushHoldsNothingBack(coding: CompressionCoding) throws {
        let compressor = try #require(makeCompressor(coding))
        let output = ByteBuffer(capacity: 64)
        let piece = body(5000)
        #expect(unsafe piece.withUnsafeBytes { unsafe compressor.compress($0.bytes, into: output) })
        #expect(compressor.flush(into: output))
        let flushed = output.count
        #expect(flushed > 0)
        #expect(compressor.flush(into: output) && compressor.finish(into: output))
        // What the end adds holds no data.
        #expect(output.count - flushed < 64)
        #expect(try unpack(output.array, coding) == piece)
    }
}
