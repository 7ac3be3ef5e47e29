import Testing

@testable import HTTP

@Suite struct RangeSetTests {
    @Test(arguments: [
        ("bytes=0-499", RangeSet(.closed(0, 499))),
        ("Bytes=0-0", RangeSet(.closed(0, 0))),
        ("BYTES=9500-", RangeSet(.open(from: 9500))),
        ("bytes=-500", RangeSet(.suffix(500))),
        ("bytes=-0", RangeSet(.suffix(0))),
        (" bytes= 0-1 ", RangeSet(.closed(0, 1))),
        ("bytes=0-1,\t5-", RangeSet(.closed(0, 1), [.open(from: 5)])),
        ("bytes=0-1 , -2 ,7-9", RangeSet(.closed(0, 1), [.suffix(2), .closed(7, 9)])),
        ("bytes=,,0-1,,", RangeSet(.closed(0, 1))),
        ("bytes=007-0009", RangeSet(.closed(7, 9))),
        ("bytes=0-99999999999999999999", RangeSet(.closed(0, .max))),
        ("bytes=99999999999999999999-", RangeSet(.open(from: .max))),
        ("bytes=99999999999999999999-99999999999999999998", RangeSet(.closed(.max, .max))),
        ("bytes=18446744073709551615-18446744073709551616", RangeSet(.closed(.max, .max))),
    ])
    func validFieldsAreRead(text: String, expected: RangeSet) {
        #expect(withField(text) { RangeSet($0) } == expected)
    }

    @Test(arguments: [
        "", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=5-4", "bytes=0-1,5-4", "items=0-1",
        "bytes =0-1", "bytes= ", "bytes=0 -1", "bytes=0- 1", "bytes=0-1;5-6", "bytes=0-1 5-6", "bytes=--1",
        "bytes=1", "bytes=+1-2", "bytes=0x0-1", "bytes=0-1-2", "=0-1", "bytes=0-1,a", "seconds=1-2", "bytes:0-1",
        "bytes=1.0-2", "bytes=0-\u{0}1",
    ])
    func otherFieldsAreIgnored(text: String) {
        #expect(withField(text) { RangeSet($0) } == nil)
    }

    @Test func theNumberOfRangesIsBounded() {
        let most = Array(repeating: "0-0", count: RangeSet.maximumCount).joined(separator: ",")
        #expect(withField("bytes=" + most) { RangeSet($0)?.others.count } == RangeSet.maximumCount - 1)
        #expect(withField("bytes=" + most + ",0-0") { RangeSet($0) } == nil)
        #expect(withField("bytes=0-0" + String(repeating: ",", count: 1000)) { RangeSet($0) } == nil)
    }

    @Test(
        arguments: [
            ("bytes=0-499", 10_000, .single(0..<500)),
            ("bytes=0-", 10_000, .single(0..<10_000)),
            ("bytes=9500-", 10_000, .single(9500..<10_000)),
            ("bytes=-500", 10_000, .single(9500..<10_000)),
            ("bytes=-20000", 10_000, .single(0..<10_000)),
            ("bytes=9999-99999999999999999999", 10_000, .single(9999..<10_000)),
            ("bytes=10000-", 10_000, .unsatisfiable),
            ("bytes=-0", 10_000, .unsatisfiable),
            ("bytes=10000-, -0", 10_000, .unsatisfiable),
            ("bytes=0-", 0, .whole),
            ("bytes=5-", 0, .whole),
            ("bytes=-1", 0, .whole),
            ("bytes=0-0,-1", 10_000, .multiple([0..<1, 9999..<10_000])),
            ("bytes=-1,0-0", 10_000, .multiple([9999..<10_000, 0..<1])),
            ("bytes=500-600,601-999", 10_000, .single(500..<1000)),
            ("bytes=500-700,601-999", 10_000, .single(500..<1000)),
            ("bytes=0-9,89-99", 10_000, .single(0..<100)),
            ("bytes=0-9,90-99", 10_000, .multiple([0..<10, 90..<100])),
            ("bytes=0-9,20000-", 10_000, .single(0..<10)),
            ("bytes=5000-5099,0-9,5150-5200", 10_000, .multiple([5000..<5201, 0..<10])),
            ("bytes=0-,0-,0-", .max, .single(0 ..< .max)),
        ] as [(String, UInt64, RangeSet.Resolution)])
    func rangesAreResolved(text: String, length: UInt64, expected: RangeSet.Resolution) {
        #expect(withField(text) { RangeSet($0)?.resolve(length: length) } == expected)
    }

    @Test func tooManyPartsGiveTheWhole() {
        func spaced(_ count: Int) -> RangeSet {
            RangeSet(.closed(0, 0), (1..<UInt64(count)).map { .closed($0 * 1000, $0 * 1000) })
        }
        let parts = (0..<UInt64(RangeSet.maximumParts)).map { part -> Range<UInt64> in
            let first = part * 1000
            return first..<first + 1
        }
        let most = spaced(RangeSet.maximumParts).resolve(length: 1_000_000)
        #expect(most == .multiple(parts))
        #expect(spaced(RangeSet.maximumParts + 1).resolve(length: 1_000_000) == .whole)
    }

    /// Against the plainest model there is: a set of byte positions.
    @Test func resolvingAgreesWithSetsOfBytes() {
        var random = SeededRandom(3)
        for _ in 0..<3000 {
            let length = UInt64.random(in: 1...600, using: &random)
            let set = randomSet(&random, limit: length + 20)
            let resolution = set.resolve(length: length)
            guard agrees(resolution, with: set, length) else {
                Issue.record("\(set) of \(length) became \(resolution)")
                return
            }
        }
    }

    private func randomSet(_ random: inout SeededRandom, limit: UInt64) -> RangeSet {
        let ranges = (0...Int.random(in: 0...6, using: &random)).map { _ -> ByteRange in
            let (one, two) = (
                UInt64.random(in: 0...limit, using: &random), UInt64.random(in: 0...limit, using: &random)
            )
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return .open(from: one)
            case 1: return .suffix(one)
            default: return .closed(min(one, two), min(min(one, two) + two % 30, limit))
            }
        }
        return RangeSet(ranges[0], Array(ranges.dropFirst()))
    }

    private func agrees(_ resolution: RangeSet.Resolution, with set: RangeSet, _ length: UInt64) -> Bool {
        let wanted = ([set.first] + set.others).map { range in
            (0..<length).filter { position in
                switch range {
                case .closed(let first, let last): first <= position && position <= last
                case .open(let first): first <= position
                case .suffix(let count): length - position <= count
                }
            }
        }
        let parts: [Range<UInt64>]
        switch resolution {
        case .whole: return false
        case .unsatisfiable: return wanted.allSatisfy(\.isEmpty)
        case .single(let range): parts = [range]
        case .multiple(let ranges): parts = ranges
        }
        return arePartsOf(wanted, parts, length)
    }

    /// Every wanted byte is sent, every other sent byte bridges a short gap, and parts are apart and in order.
    private func arePartsOf(_ wanted: [[UInt64]], _ parts: [Range<UInt64>], _ length: UInt64) -> Bool {
        let sent = parts.flatMap { Array($0) }
        let asked = Set(wanted.joined())
        guard !sent.isEmpty, Set(sent).count == sent.count, asked.isSubset(of: sent), sent.max() ?? 0 < length else {
            return false
        }
        let ascending = parts.sorted { $0.lowerBound < $1.lowerBound }
        let areApart = zip(ascending, ascending.dropFirst()).allSatisfy {
            $1.lowerBound - $0.upperBound >= RangeSet.smallestGap
        }
        let bridgesAreShort = parts.allSatisfy { part in
            let kept = part.filter(asked.contains)
            return kept.first == part.lowerBound && kept.last == part.upperBound - 1
                && zip(kept, kept.dropFirst()).allSatisfy { $1 - $0 <= RangeSet.smallestGap }
        }
        let firstAsked = wanted.compactMap { bytes in
            bytes.first.flatMap { byte in parts.firstIndex { $0.contains(byte) } }
        }
        let order = firstAsked.reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
        return areApart && bridgesAreShort && order == Array(parts.indices)
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(4)
        for _ in 0..<20_000 {
            let bytes = Array("bytes=".utf8) + random.bytes(upTo: 60, from: "0123456789--,, \t")
            let length = UInt64.random(in: 0 ... .max, using: &random) >> UInt64.random(in: 0..<64, using: &random)
            _ = withField(bytes) { RangeSet($0)?.resolve(length: length) }
        }
    }
}
