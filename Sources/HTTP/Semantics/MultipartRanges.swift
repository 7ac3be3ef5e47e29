package import LinuxIO

/// The framing of a `multipart/byteranges` answer (RFC 9110 §14.6), known to the byte before the first is sent:
///
///     --BOUNDARY                          ← part 0 begins without the line break before it
///     Content-Type: video/mp4
///     Content-Range: bytes 0-99/1000
///
///     (100 bytes)
///     --BOUNDARY
///     …
///     --BOUNDARY--
///
/// The boundary is sixteen hexadecimal digits, which need no quotes (old clients stumble over quoted ones).
package struct MultipartRanges: Sendable {
    /// The parts in the order of sending.
    package let ranges: [Range<UInt64>]
    /// The representation's length.
    package let total: UInt64
    /// Bytes of the whole body, framing and parts.
    package let contentLength: UInt64
    private let contentType: [UInt8]
    private let boundary: UInt64

    /// - Parameters:
    ///   - ranges: as `RangeSet.resolve` gives them: at least one, none empty, together at most `total`, which is at most
    ///     `ContentRange.maximumLength`.
    ///   - contentType: the representation's own type, named in each part; empty when it has none.
    ///   - seed: makes the boundary. The same seed gives the same bytes.
    package init(ranges: [Range<UInt64>], total: UInt64, contentType: RawSpan, seed: UInt64) {
        precondition(ranges.allSatisfy { !$0.isEmpty && $0.upperBound <= total }, "a part outside the representation")
        precondition(!ranges.isEmpty && total <= ContentRange.maximumLength, "nothing to frame")
        self.ranges = ranges
        self.total = total
        self.contentType = contentType.byteOffsets.map { contentType.octet($0) }
        boundary = MultipartRanges.mixed(seed)
        contentLength = MultipartRanges.length(ranges, total: total, typeCount: contentType.byteCount)
    }

    /// Writes the value of the answer's own `Content-Type`.
    package func appendContentType(to buffer: ByteBuffer) {
        buffer.append("multipart/byteranges; boundary=")
        appendBoundary(to: buffer)
    }

    /// Writes what stands before the bytes of the part at `index`.
    package func appendHead(ofPart index: Int, to buffer: ByteBuffer) {
        buffer.append(index == 0 ? "--" : "\r\n--")
        appendBoundary(to: buffer)
        if !contentType.isEmpty {
            buffer.append("\r\nContent-Type: ")
            buffer.append(contentType)
        }
        buffer.append("\r\nContent-Range: ")
        ContentRange.part(ranges[index], total: total).append(to: buffer)
        buffer.append("\r\n\r\n")
    }

    /// Writes what stands behind the last part.
    package func appendClose(to buffer: ByteBuffer) {
        buffer.append("\r\n--")
        appendBoundary(to: buffer)
        buffer.append("--\r\n")
    }

    private func appendBoundary(to buffer: ByteBuffer) {
        for shift in stride(from: 60, through: 0, by: -4) {
            buffer.append(hexadecimal: boundary >> UInt64(shift) & 0xF)
        }
    }

    private static let boundaryCount: UInt64 = 16

    private static func length(_ ranges: [Range<UInt64>], total: UInt64, typeCount: Int) -> UInt64 {
        let type = typeCount == 0 ? 0 : "\r\nContent-Type: ".utf8.count + typeCount
        let fixed = "\r\n--".utf8.count + type + "\r\nContent-Range: bytes -/\r\n\r\n".utf8.count
        let close = UInt64("\r\n--".utf8.count + "--\r\n".utf8.count) + boundaryCount
        // Part 0 has no line break before it.
        return ranges.reduce(close - 2) { sum, range in
            let numbers = digits(range.lowerBound) + digits(range.upperBound - 1) + digits(total)
            return sum + boundaryCount + UInt64(fixed + numbers) + range.length
        }
    }

    private static func digits(_ number: UInt64) -> Int {
        var (count, rest) = (1, number / 10)
        while rest > 0 { (count, rest) = (count + 1, rest / 10) }
        return count
    }

    /// Spreads a seed such as a counter over all bits.
    private static func mixed(_ seed: UInt64) -> UInt64 {
        var value = seed &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
