/// Finds a field's id from its bytes, whatever their case: one hash, then one comparison for each name that shares it.
///
/// A class, so that looking at it retains one object and not three arrays.
final class FieldNames: Sendable {
    static let shared = FieldNames()

    /// All names in lower case, one behind the other.
    private let letters: [UInt8]
    /// For each id, where its name starts in `letters`; one more entry ends the last.
    private let starts: [Int]
    /// Open addressing, a power of two of places; 0 (`other`) is an empty one.
    private let places: [UInt8]

    private init() {
        var letters: [UInt8] = []
        var starts: [Int] = []
        var places = [UInt8](repeating: 0, count: 256)
        for id in FieldID.allCases {
            starts.append(letters.count)
            let name = id.name.description.utf8.map { lowerCased($0) }
            letters += name
            guard !name.isEmpty else { continue }
            var place = Self.hash(count: name.count, first: name[0], middle: name[name.count / 2], last: name.last!)
            while places[place] != 0 { place = (place + 1) & 255 }
            places[place] = id.rawValue
        }
        starts.append(letters.count)
        (self.letters, self.starts, self.places) = (letters, starts, places)
    }

    private static func hash(count: Int, first: UInt8, middle: UInt8, last: UInt8) -> Int {
        (count &* 31 &+ Int(first) &* 7 &+ Int(middle) &* 53 &+ Int(last) &* 17) & 255
    }

    /// The id of the name in `bytes[range]`, which is not empty.
    func id(of range: Range<Int>, in bytes: RawSpan) -> FieldID {
        let first = lowerCased(bytes[at: range.lowerBound])
        let middle = lowerCased(bytes[at: range.lowerBound + range.count / 2])
        let last = lowerCased(bytes[at: range.upperBound - 1])
        var place = Self.hash(count: range.count, first: first, middle: middle, last: last)
        while places[place] != 0 {
            let id = Int(places[place])
            if matches(id, range, bytes) { return FieldID(rawValue: UInt8(id))! }
            place = (place + 1) & 255
        }
        return .other
    }

    private func matches(_ id: Int, _ range: Range<Int>, _ bytes: RawSpan) -> Bool {
        let start = starts[id]
        guard starts[id + 1] - start == range.count else { return false }
        for offset in 0..<range.count where letters[start + offset] != lowerCased(bytes[at: range.lowerBound + offset])
        {
            return false
        }
        return true
    }
}

/// ASCII upper case to lower case, everything else as it is.
@inline(__always)
func lowerCased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

extension RawSpan {
    /// The byte at `offset`, bounds checked.
    @inline(__always)
    subscript(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
