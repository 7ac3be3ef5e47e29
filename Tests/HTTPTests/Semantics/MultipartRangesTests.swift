import LinuxIO
import Testing

@testable import HTTP

@Suite struct MultipartRangesTests {
    private func multipart(_ ranges: [Range<UInt64>], _ total: UInt64, type: String = "video/mp4") -> MultipartRanges {
        withField(type) { MultipartRanges(ranges: ranges, total: total, contentType: $0, seed: 7) }
    }

    /// The whole body, with `byte(position)` at each position of the representation.
    private func body(_ multipart: MultipartRanges, byte: (UInt64) -> UInt8) -> [UInt8] {
        let buffer = ByteBuffer(capacity: 256)
        for (index, range) in multipart.ranges.enumerated() {
            multipart.appendHead(ofPart: index, to: buffer)
            buffer.append(range.map(byte))
        }
        multipart.appendClose(to: buffer)
        return buffer.array
    }

    private func boundary(_ multipart: MultipartRanges) -> String {
        String(written { multipart.appendContentType(to: $0) }.split(separator: "=")[1])
    }

    @Test func theWholeBody() {
        let multipart = multipart([0..<3, 998..<1000], 1000)
        let boundary = boundary(multipart)
        #expect(boundary.utf8.count == 16)
        let expected = """
            --\(boundary)\r
            Content-Type: video/mp4\r
            Content-Range: bytes 0-2/1000\r
            \r
            xxx\r
            --\(boundary)\r
            Content-Type: video/mp4\r
            Content-Range: bytes 998-999/1000\r
            \r
            xx\r
            --\(boundary)--\r\n
            """
        #expect(String(decoding: body(multipart) { _ in UInt8(ascii: "x") }, as: UTF8.self) == expected)
    }

    @Test func partsWithoutATypeSayNone() {
        let head = written { multipart([5..<6, 100..<101], 200, type: "").appendHead(ofPart: 1, to: $0) }
        #expect(head.hasSuffix("\r\nContent-Range: bytes 100-100/200\r\n\r\n"))
        #expect(!head.contains("Content-Type"))
    }

    @Test func theSameSeedGivesTheSameBoundary() {
        let one = multipart([0..<1], 10)
        let two = withField("") { MultipartRanges(ranges: [0..<1], total: 10, contentType: $0, seed: 8) }
        #expect(boundary(one) == boundary(multipart([2..<3], 10)))
        #expect(boundary(one) != boundary(two))
    }

    @Test func theLengthIsExact() {
        var random = SeededRandom(9)
        for _ in 0..<500 {
            let total = UInt64.random(in: 1...20_000, using: &random)
            let ranges = (0..<Int.random(in: 1...5, using: &random)).map { _ -> Range<UInt64> in
                let first = UInt64.random(in: 0..<total, using: &random)
                return first..<UInt64.random(in: first + 1...min(total, first + 300), using: &random)
            }
            let multipart = multipart(ranges, total, type: Bool.random(using: &random) ? "" : "text/plain")
            let count = UInt64(body(multipart) { UInt8($0 % 251) }.count)
            guard count == multipart.contentLength else {
                Issue.record("\(ranges) of \(total): \(count), said \(multipart.contentLength)")
                return
            }
        }
    }

    @Test func theGreatestNumbersFit() {
        let last = ContentRange.maximumLength
        let multipart = multipart([0..<1, last - 1..<last], last)
        let framing = (0..<2).map { index in written { multipart.appendHead(ofPart: index, to: $0) }.utf8.count }
        let close = written { multipart.appendClose(to: $0) }.utf8.count
        #expect(multipart.contentLength == UInt64(framing.reduce(close + 2, +)))
    }
}
