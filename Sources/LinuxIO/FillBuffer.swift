internal import Synchronization

/// Memory for bytes that arrive front to back while others already read them: one writer, any number of readers.
///
/// The length only grows, and is published after the bytes it covers are written (release/acquire), so a reader never
/// sees a byte before it is there.
@safe package final class FillBuffer: Sendable {
    /// Bytes that will be there when it is complete.
    package let capacity: Int
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer
    private let published = Atomic<Int>(0)

    package init(capacity: Int) {
        precondition(capacity > 0, "a fill buffer holds at least one byte")
        self.capacity = capacity
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
    }

    deinit { unsafe base.deallocate() }

    /// Bytes that readers may use now.
    package var length: Int { published.load(ordering: .acquiring) }

    package var isComplete: Bool { length == capacity }

    /// Appends as much of `bytes` as fits, and returns how much that was; for the one writer.
    package func append(_ bytes: RawSpan) -> Int {
        let length = published.load(ordering: .relaxed)
        let count = min(bytes.byteCount, capacity - length)
        guard count > 0 else { return 0 }
        unsafe bytes.withUnsafeBytes { source in
            unsafe (base + length).copyMemory(from: source.baseAddress!, byteCount: count)
        }
        published.store(length + count, ordering: .releasing)
        return count
    }

    /// Lends `range` of what is published for the duration of `body`.
    package func withSpan<R, E>(_ range: Range<Int>, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        precondition(range.lowerBound >= 0 && range.upperBound <= length, "reading what is not yet there")
        return try unsafe body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count).bytes)
    }

    /// What is published, for system calls and C libraries.
    @unsafe package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: length) }
}
