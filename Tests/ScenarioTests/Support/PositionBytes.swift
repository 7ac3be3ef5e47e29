import Glibc
import Testing

/// Bytes that tell their own position: a wrong, shifted or foreign byte in an answer is seen, and where.
///
/// A table of mixed bytes is repeated. Its length is prime, so that no shift by a multiple of a chunk, a page or any
/// other size in use maps it onto itself; each object starts elsewhere in it.
enum PositionBytes {
    private static let period = 262_139

    private static let table: [UInt8] = {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        return (0..<period).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 40)
        }
    }()

    /// The bytes of an object in a range of positions.
    static func bytes(_ range: Range<Int>, of object: Int = 1) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        var place = (range.lowerBound + object &* 77_003) % period
        while result.count < range.count {
            let count = min(period - place, range.count - result.count)
            result.append(contentsOf: table[place..<(place + count)])
            place = 0
        }
        return result
    }

    /// The first index at which `found` is not what stands at `offset` of an object; nil when all is right.
    static func firstWrongIndex(in found: [UInt8], at offset: Int, of object: Int = 1) -> Int? {
        let wanted = bytes(offset..<(offset + found.count), of: object)
        if unsafe found.isEmpty || memcmp(found, wanted, found.count) == 0 { return nil }
        return found.indices.first { found[$0] != wanted[$0] }
    }
}

/// Expects an object's bytes from `offset` on, and as many as `count` says.
func expectBytes(
    _ found: [UInt8], at offset: Int = 0, count: Int, of object: Int = 1,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.count == count, "wrong number of bytes", sourceLocation: sourceLocation)
    expectNoWrongByte(found, at: offset, of: object, sourceLocation: sourceLocation)
}

/// Expects that every byte there is stands at its place, however many there are.
func expectNoWrongByte(
    _ found: [UInt8], at offset: Int = 0, of object: Int = 1, sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let index = PositionBytes.firstWrongIndex(in: found, at: offset, of: object) else { return }
    Issue.record(
        "the byte at position \(offset + index) of object \(object) is wrong", sourceLocation: sourceLocation)
}
