package import LinuxIO

/// A place in a head's own storage.
package struct Slice: Equatable, BitwiseCopyable, Sendable {
    package var offset: UInt32
    package var count: UInt32

    init(_ range: Range<Int>) {
        offset = UInt32(range.lowerBound)
        count = UInt32(range.count)
    }

    var range: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
    package var isEmpty: Bool { count == 0 }
}

/// One field line: its name and its value without white space around it.
package struct Field: Equatable, BitwiseCopyable, Sendable {
    package var name: Slice
    package var value: Slice
    package var id: FieldID
}

/// The start line and fields of a message, in storage of its own; owned by one loop and used again.
///
/// The same class serves for what is parsed and for what is built: fields stand in the storage as lines that are ready
/// to send, so that HTTP/1 writes them in one piece and HTTP/2 reads the slices.
package class MessageHead {
    /// The bytes that slices point into.
    let storage = ByteBuffer(capacity: 1024)
    package internal(set) var fields: [Field] = []
    /// One bit for each known field that occurs: most questions are about fields that do not.
    var present: UInt128 = 0
    /// Whether the storage holds nothing but the fields as lines: so it is with what was built, not with what was parsed.
    var holdsLinesOnly = true

    init() { fields.reserveCapacity(24) }

    /// Forgets everything, and keeps the memory.
    package func reset() {
        storage.removeAll()
        fields.removeAll(keepingCapacity: true)
        present = 0
        holdsLinesOnly = true
    }

    // MARK: Reading

    /// Whether there is such a field.
    package func has(_ id: FieldID) -> Bool { present & (1 << UInt128(id.rawValue)) != 0 }

    func note(_ id: FieldID) { present |= 1 << UInt128(id.rawValue) }

    /// The first value of a field; nil when there is none.
    package func first(_ id: FieldID) -> Slice? {
        guard has(id) else { return nil }
        for field in fields where field.id == id { return field.value }
        return nil
    }

    /// How many lines a field has.
    package func count(of id: FieldID) -> Int {
        guard has(id) else { return 0 }
        var count = 0
        for field in fields where field.id == id { count += 1 }
        return count
    }

    /// Whether all lines of a field have the same value, byte by byte.
    func allEqual(_ id: FieldID) -> Bool {
        guard let first = first(id) else { return true }
        let value = bytes(first)
        return fields.allSatisfy { $0.id != id || bytes($0.value) == value }
    }

    /// Lends a slice's bytes for the duration of `body`.
    package func withSpan<R, E>(_ slice: Slice, _ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try storage.withSpan { (all) throws(E) in try body(all.extracting(slice.range)) }
    }

    /// A slice as text, invalid UTF-8 repaired; for rules that need it, logs and tests.
    package func string(_ slice: Slice) -> String {
        withSpan(slice) { bytes in unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
    }

    /// A slice's bytes, copied; for what changes heads.
    package func bytes(_ slice: Slice) -> [UInt8] {
        withSpan(slice) { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }

    /// Whether a slice is `text`, letters of either case being equal. `text` is in lower case.
    package func equalsIgnoringCase(_ slice: Slice, _ text: StaticString) -> Bool {
        withSpan(slice) { bytes in equalIgnoringCase(bytes, 0..<bytes.byteCount, text) }
    }

    /// A slice that consists of digits only, as a number; nil for anything else and for what exceeds 64 bits.
    package func decimal(_ slice: Slice) -> UInt64? {
        withSpan(slice) { bytes in parseDecimal(bytes, 0..<bytes.byteCount) }
    }

    /// Whether a comma-separated list (over all lines of that field) has `token`, which is in lower case.
    package func hasToken(_ token: StaticString, in id: FieldID) -> Bool {
        guard has(id) else { return false }
        for field in fields where field.id == id {
            if withSpan(field.value, { bytes in listHasToken(bytes, token) }) { return true }
        }
        return false
    }

    // MARK: Building

    /// The lines built so far, for `add(_:)` on another head; only of a head that was built and not parsed.
    package var block: FieldBlock { FieldBlock(bytes: storage.array, fields: fields) }

    /// Adds all lines of a block.
    package func add(_ block: FieldBlock) {
        let base = UInt32(storage.count)
        storage.append(block.bytes)
        for field in block.fields {
            var moved = field
            moved.name.offset += base
            moved.value.offset += base
            fields.append(moved)
            note(moved.id)
        }
    }

    /// Adds a field of ours.
    package func add(_ id: FieldID, _ value: StaticString) { addLine(id) { $0.append(value) } }

    /// Adds a field of ours whose value `write` appends: only bytes that a field value may have.
    package func add(_ id: FieldID, writing write: (ByteBuffer) -> Void) { addLine(id, write) }

    /// Adds a field of ours with a number.
    package func add(_ id: FieldID, decimal: UInt64) { addLine(id) { $0.append(decimal: decimal) } }

    /// Adds a field; false, and nothing added, when `value` holds a byte that would end the line or text.
    @discardableResult
    package func add(_ id: FieldID, text value: String) -> Bool {
        guard value.utf8.allSatisfy(isFieldByte) else { return false }
        addLine(id) { $0.append(text: value) }
        return true
    }

    /// Adds a copy of another head's field.
    package func add(_ field: Field, of other: MessageHead) {
        let start = storage.count
        storage.append(other.storage, from: Int(field.name.offset), count: Int(field.name.count))
        storage.append(": ")
        storage.append(other.storage, from: Int(field.value.offset), count: Int(field.value.count))
        finishLine(start: start, nameCount: Int(field.name.count), id: field.id)
    }

    private func addLine(_ id: FieldID, _ value: (ByteBuffer) -> Void) {
        precondition(id != .other, "a field of ours has a name")
        let start = storage.count
        storage.append(id.name)
        storage.append(": ")
        value(storage)
        finishLine(start: start, nameCount: id.name.utf8CodeUnitCount, id: id)
    }

    func finishLine(start: Int, nameCount: Int, id: FieldID) {
        let name = Slice(start..<start + nameCount)
        note(id)
        fields.append(Field(name: name, value: Slice(start + nameCount + 2..<storage.count), id: id))
        storage.append("\r\n")
    }

    /// Appends every field as a line of HTTP/1.
    package func writeFields(to buffer: ByteBuffer) {
        if holdsLinesOnly { return buffer.append(storage, from: 0, count: storage.count) }
        for field in fields { write(field, to: buffer) }
    }
}
