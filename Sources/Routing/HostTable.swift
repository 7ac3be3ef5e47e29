internal import Glibc
internal import LinuxIO

/// Which routes ask for a host: from its bytes to their ranks, in constant time.
struct HostTable: Sendable {
    /// Ranks of the routes that ask for one host, ascending.
    typealias Ranks = Range<Int>

    private struct Entry {
        var hash: UInt64
        var name: Range<Int>
        var ranks: Ranks
    }

    private let hash = KeyedHash()
    /// Positions in `entries`, at the hash of their name or behind it; -1 where nothing is. A power of two of them.
    private var slots: [Int32]
    private var entries: [Entry] = []
    private var names: [UInt8] = []
    /// The ranks of all hosts, one host's after the other's.
    private(set) var ranks: [Int32] = []

    init(_ routes: [[UInt8]: [Int32]]) {
        var size = 8
        while size < routes.count * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        for (name, ranks) in routes { add(name, ranks.sorted()) }
    }

    private mutating func add(_ name: [UInt8], _ ranks: [Int32]) {
        let hash = unsafe name.withUnsafeBytes { unsafe self.hash($0) }
        let (nameStart, rankStart) = (names.count, self.ranks.count)
        names += name
        self.ranks += ranks
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(entries.count)
        entries.append(Entry(hash: hash, name: nameStart..<names.count, ranks: rankStart..<self.ranks.count))
    }

    /// Where in `ranks` those of this host stand; empty when no route asks for it.
    func find(_ name: UnsafeRawBufferPointer) -> Ranks {
        guard !entries.isEmpty else { return 0..<0 }
        let hash = unsafe self.hash(name)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, unsafe isEqual(name, names, entry.name) { return entry.ranks }
            slot = (slot + 1) & (slots.count - 1)
        }
        return 0..<0
    }
}

/// Whether `bytes` are those of `pool` in `range`.
func isEqual(_ bytes: UnsafeRawBufferPointer, _ pool: [UInt8], _ range: Range<Int>) -> Bool {
    guard bytes.count == range.count else { return false }
    guard let start = bytes.baseAddress, !range.isEmpty else { return range.isEmpty }
    return unsafe pool.withUnsafeBytes { unsafe memcmp(start, $0[range].baseAddress!, range.count) == 0 }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var baseAddress: UnsafeRawPointer? { unsafe base.baseAddress.map { unsafe $0 + startIndex } }
}
