internal import CLinux
internal import Synchronization

/// Immutable bytes at a fixed place in a mapped file, with a count of who is still sending them.
///
/// The count protects the place: whoever wants to reuse it first makes the extent unreachable, then waits until nobody
/// uses it. A use is taken while the extent is reachable (under the lock of the index that lists it).
@safe package final class FileExtent: Sendable {
    /// The file's descriptor; it belongs to the store, which outlives its extents.
    package let descriptor: Int32
    /// Where the bytes start in the file.
    package let offset: Int64
    /// How many bytes there are.
    package let length: Int
    /// The file system cannot punch holes: bytes are to be copied from the map, never lent to sockets by `sendfile`.
    package let mustCopy: Bool
    private nonisolated(unsafe) let map: UnsafeRawPointer
    private let uses = Atomic<Int>(0)
    /// When all of it was last found in memory; 0: never.
    private let seenResident = Atomic<UInt64>(0)

    /// - Parameter map: where the first byte stands in this process's read-only mapping of the file.
    @unsafe package init(descriptor: Int32, offset: Int64, length: Int, map: UnsafeRawPointer, mustCopy: Bool = false) {
        self.descriptor = descriptor
        self.offset = offset
        self.length = length
        self.mustCopy = mustCopy
        unsafe self.map = map
    }

    /// Counts one more user; balance with `endUse`.
    package func beginUse() { uses.add(1, ordering: .acquiring) }

    /// The user handed its last byte to the kernel or to OpenSSL, or gave up.
    package func endUse() {
        let (before, _) = uses.subtract(1, ordering: .acquiringAndReleasing)
        precondition(before > 0, "a use ended that never began")
    }

    package var useCount: Int { uses.load(ordering: .acquiring) }

    /// The mapped bytes; touching them may wait for the disk, and they are stable only while in use.
    @unsafe package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: map, count: length) }

    /// Whether `range` of the bytes is in memory, so that sending it does not wait for the disk. One system call; true
    /// only to a process that may write the file.
    package func isResident(_ range: Range<Int>) -> Bool {
        precondition(range.lowerBound >= 0 && range.upperBound <= length, "outside the extent")
        return unsafe range.isEmpty || usher_is_resident(map + range.lowerBound, range.count) == 1
    }

    /// Whether all of it was in memory a moment ago: good enough to spare asking the kernel for every piece.
    package func wasJustResident(at now: MonotonicTime) -> Bool {
        let seen = seenResident.load(ordering: .relaxed)
        return seen > 0 && now.nanoseconds &- seen < 1_000_000_000
    }

    /// All of it was found in memory, fit to be sent.
    package func noteResident(at now: MonotonicTime) { seenResident.store(now.nanoseconds, ordering: .relaxed) }
}
