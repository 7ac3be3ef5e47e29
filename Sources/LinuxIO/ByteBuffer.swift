internal import CLinux
internal import Glibc

/// A growable region of bytes with a read and a write position; owned by one loop, never shared.
///
/// Bytes live between `start` and `end`. The capacity only grows, on `reserve`; whoever holds outside bytes in one
/// bounds that growth.
@safe package final class ByteBuffer {
    /// First readable byte's offset in the region.
    package private(set) var start = 0
    /// One past the last readable byte.
    package private(set) var end = 0
    /// Bytes the region holds at most before it grows.
    package private(set) var capacity: Int
    private var base: UnsafeMutableRawPointer

    /// - Parameter capacity: bytes to hold at first; at least 1.
    package init(capacity: Int) {
        precondition(capacity > 0, "a buffer holds at least one byte")
        self.capacity = capacity
        unsafe base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    }

    deinit { unsafe base.deallocate() }

    package var count: Int { end - start }
    package var isEmpty: Bool { start == end }
    /// Bytes that fit behind the last one without growing or moving anything.
    package var room: Int { capacity - end }

    package func removeAll() {
        start = 0
        end = 0
    }

    /// Drops the first `count` readable bytes.
    package func consume(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "consuming more than there is")
        start += count
        if start == end { removeAll() }
    }

    /// Drops the last `count` readable bytes.
    package func dropLast(_ count: Int) {
        precondition(count >= 0 && count <= self.count, "dropping more than there is")
        end -= count
    }

    /// Moves what is readable to the front, so that all free space is behind it.
    package func compact() {
        guard start > 0 else { return }
        let length = count
        unsafe base.copyMemory(from: base + start, byteCount: length)
        start = 0
        end = length
    }

    /// Makes room for `additional` bytes behind the last one; moves or grows as needed.
    @inline(__always)
    package func reserve(_ additional: Int) {
        if capacity - end < additional { makeRoom(additional) }
    }

    @inline(never)
    private func makeRoom(_ additional: Int) {
        compact()
        guard room < additional else { return }
        var wanted = capacity
        while wanted - end < additional { wanted *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        unsafe larger.copyMemory(from: base, byteCount: end)
        unsafe base.deallocate()
        unsafe base = larger
        capacity = wanted
    }

    // MARK: Safe views

    /// The byte `offset` behind the first readable one.
    package subscript(offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < count, "offset outside the readable bytes")
        return unsafe base.load(fromByteOffset: start + offset, as: UInt8.self)
    }

    /// Lends the readable bytes for the duration of `body`.
    package func withSpan<R, E>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: base + start, count: count).bytes)
    }

    package func append(_ byte: UInt8) {
        reserve(1)
        unsafe base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
    }

    package func append(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        unsafe (base + end).copyMemory(from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
        end += text.utf8CodeUnitCount
    }

    package func append(_ bytes: RawSpan) {
        reserve(bytes.byteCount)
        unsafe bytes.withUnsafeBytes { source in
            guard let address = source.baseAddress else { return }
            unsafe (base + end).copyMemory(from: address, byteCount: source.count)
        }
        end += bytes.byteCount
    }

    package func append(_ bytes: [UInt8]) { unsafe append(bytes.span.bytes) }

    /// A text that is not known when usher is built; literals go by `append(_:)`, which costs less.
    package func append(text: String) {
        var text = text
        text.withUTF8 { source in
            guard let address = source.baseAddress else { return }
            reserve(source.count)
            unsafe (base + end).copyMemory(from: address, byteCount: source.count)
            end += source.count
        }
    }

    /// `count` bytes of `other`, from `offset` behind its first readable one.
    package func append(_ other: ByteBuffer, from offset: Int, count: Int) {
        precondition(offset >= 0 && count >= 0 && offset + count <= other.count, "outside the other's readable bytes")
        // The buffer itself may be the other one: its bytes are looked for where they are after this.
        reserve(count)
        unsafe (base + end).copyMemory(from: other.base + other.start + offset, byteCount: count)
        end += count
    }

    /// Decimal digits of `number`.
    package func append(decimal number: UInt64) {
        reserve(20)
        if number < 10 { return appendReserved(48 + UInt8(number)) }
        append(digitsOf: number, radix: 10)
    }

    /// Lower-case hexadecimal digits of `number`.
    package func append(hexadecimal number: UInt64) {
        reserve(16)
        append(digitsOf: number, radix: 16)
    }

    private func appendReserved(_ byte: UInt8) {
        unsafe base.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
        end += 1
    }

    /// Inlined, so that the radix is a constant and no division is one.
    @inline(__always)
    private func append(digitsOf number: UInt64, radix: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var (rest, first) = (number, 20)
        repeat {
            first -= 1
            let digit = UInt8(truncatingIfNeeded: rest % radix)
            digits[first] = digit < 10 ? 48 + digit : 87 + digit
            rest /= radix
        } while rest > 0
        for index in first..<20 {
            unsafe base.storeBytes(of: digits[index], toByteOffset: end + index - first, as: UInt8.self)
        }
        end += 20 - first
    }

    /// All readable bytes as text, invalid UTF-8 repaired; for logs, tests and cold paths.
    package var string: String {
        unsafe String(decoding: UnsafeRawBufferPointer(start: base + start, count: count), as: UTF8.self)
    }

    /// All readable bytes; for tests and cold paths.
    package var array: [UInt8] { unsafe Array(UnsafeRawBufferPointer(start: base + start, count: count)) }

    // MARK: For system calls and C libraries

    /// The readable bytes; valid until the buffer is next changed.
    @unsafe package var readable: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base + start, count: count)
    }

    /// The free space behind the last byte; `commit` says how much of it was written.
    @unsafe package var writable: UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: base + end, count: room)
    }

    /// Declares that `count` bytes of `writable` now hold data.
    @unsafe package func commit(_ count: Int) {
        precondition(count >= 0 && count <= room, "committing more than there was room for")
        end += count
    }
}
