internal import Glibc
internal import Synchronization

/// Memory for bytes that arrive while others already read them: one writer, any number of readers.
///
/// Bytes arrive from `start` to `capacity`, then from 0 to `start`, so that a download may begin in the middle. How many
/// arrived only grows, and is published after the bytes it covers are written (release/acquire): a reader never sees a
/// byte before it is there. Unchecked, because `reset` changes the bounds; whoever calls it is alone with the buffer.
@safe package final class FillBuffer: @unchecked Sendable {
    /// Bytes that will be there when it is complete; changed by `reset` only.
    package private(set) var capacity: Int
    /// Where the first byte arrives; changed by `reset` only.
    package private(set) var start: Int
    /// Bytes the memory holds, whatever the capacity of the present use.
    private let size: Int
    private let base: UnsafeMutableRawPointer
    private let published = Atomic<Int>(0)

    /// - Parameters:
    ///   - capacity: bytes to hold; at least 1.
    ///   - start: where the first byte will arrive.
    package init(capacity: Int, from start: Int = 0) {
        precondition(capacity > 0, "a fill buffer holds at least one byte")
        precondition(start >= 0 && start < capacity, "a fill starts inside its buffer")
        self.capacity = capacity
        self.start = start
        size = capacity
        unsafe base = Self.allocate(capacity)
    }

    deinit { unsafe Self.free(base, size) }

    /// Large ones come from the kernel and go back to it: the allocator would keep what was freed, for each thread anew.
    private static let largeSize = 256 << 10

    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        guard size >= largeSize else { return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096) }
        let memory = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else { fatalError("no memory for a fill") }
        return unsafe memory
    }

    private static func free(_ memory: UnsafeMutableRawPointer, _ size: Int) {
        if size >= largeSize { unsafe munmap(memory, size) } else { unsafe memory.deallocate() }
    }

    /// Empties the buffer for another use of the same memory; only when nobody else reads or writes it any more.
    /// - Parameter capacity: bytes it will hold now, at most as many as it was made for; nil for all of them.
    package func reset(capacity: Int? = nil, from start: Int = 0) {
        let capacity = capacity ?? size
        precondition(capacity > 0 && capacity <= size, "a reset cannot grow the memory")
        precondition(start >= 0 && start < capacity, "a fill starts inside its buffer")
        self.capacity = capacity
        self.start = start
        published.store(0, ordering: .releasing)
    }

    // MARK: Reading

    /// Bytes that have arrived so far, wherever they stand.
    package var filled: Int { published.load(ordering: .acquiring) }

    package var isComplete: Bool { filled == capacity }

    /// How many bytes can be read now at `offset` and right behind it.
    package func available(from offset: Int) -> Int {
        let filled = self.filled
        if filled == capacity { return max(0, capacity - offset) }
        let end = start + filled
        if offset >= start { return max(0, min(end, capacity) - offset) }
        return max(0, end - capacity - offset)
    }

    /// Lends `range` of what has arrived for the duration of `body`.
    package func withSpan<R, E>(_ range: Range<Int>, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        precondition(range.lowerBound >= 0, "reading before the first byte")
        precondition(range.isEmpty || available(from: range.lowerBound) >= range.count, "reading what is not yet there")
        return try unsafe body(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count).bytes)
    }

    /// The whole memory, for system calls and C libraries; only what `available` tells may be read.
    @unsafe package var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: base, count: capacity) }

    // MARK: Writing

    /// Appends as much of `bytes` as fits up to the end of the memory or to `start`, and returns how much that was; for
    /// the one writer. The next call goes on at 0.
    package func append(_ bytes: RawSpan) -> Int {
        let space = unsafe writable
        let count = min(bytes.byteCount, space.count)
        guard count > 0 else { return 0 }
        unsafe bytes.withUnsafeBytes { source in
            unsafe space.baseAddress!.copyMemory(from: source.baseAddress!, byteCount: count)
        }
        unsafe commit(count)
        return count
    }

    /// Where the next bytes belong, up to the end of the memory or to `start`; empty once complete. For the one writer.
    @unsafe package var writable: UnsafeMutableRawBufferPointer {
        let filled = published.load(ordering: .relaxed)
        let end = start + filled
        let (position, limit) = end < capacity ? (end, capacity) : (end - capacity, start)
        return unsafe UnsafeMutableRawBufferPointer(start: base + position, count: limit - position)
    }

    /// Publishes `count` bytes that were written at the front of `writable`.
    @unsafe package func commit(_ count: Int) {
        precondition(unsafe count >= 0 && count <= writable.count, "committing more than there was room for")
        published.store(published.load(ordering: .relaxed) + count, ordering: .releasing)
    }
}
