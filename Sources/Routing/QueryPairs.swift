internal import LinuxIO

/// The pairs of a query as Go's `ParseQuery` reads them: between `&`, name and value apart at the first `=`, `+` for a
/// space, `%XX` decoded. A pair with a faulty escape is none.
///
/// A `;` parts pairs, too, as it does for rules in Traefik.
@safe struct QueryPairs {
    private let bytes: UnsafeRawBufferPointer
    private let length: Int
    private var position = 0

    @unsafe init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = bytes
        length = bytes.count
    }

    /// The next pair that is not empty, still encoded; nil behind the last one.
    mutating func next() -> (name: FormBytes, value: FormBytes)? {
        while position < length {
            let start = position
            var (end, equals) = (start, -1)
            while end < length, unsafe bytes[end] != UInt8(ascii: "&") && bytes[end] != UInt8(ascii: ";") {
                if equals < 0, unsafe bytes[end] == UInt8(ascii: "=") { equals = end }
                end += 1
            }
            position = end + 1
            guard end > start else { continue }
            let nameEnd = equals < 0 ? end : equals
            return unsafe (FormBytes(bytes, start..<nameEnd), FormBytes(bytes, min(nameEnd + 1, end)..<end))
        }
        return nil
    }
}

/// A name or value of a query, decoded byte by byte.
@safe struct FormBytes {
    private let bytes: UnsafeRawBufferPointer
    private var range: Range<Int>
    /// An escape was met that is none.
    private(set) var isFaulty = false

    @unsafe init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        unsafe self.bytes = bytes
        self.range = range
    }

    /// Nil at the end, or where a faulty escape is.
    mutating func next() -> UInt8? {
        guard let first = range.first else { return nil }
        let byte = unsafe bytes[first]
        guard byte == UInt8(ascii: "%") else {
            range = first + 1..<range.upperBound
            return byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte
        }
        guard range.count > 2, let decoded = unsafe decodedPair(bytes[first + 1], bytes[first + 2]) else {
            isFaulty = true
            return nil
        }
        range = first + 3..<range.upperBound
        return decoded
    }

    /// Whether it stands for `pool[wanted]`, and is well-formed.
    func equals(_ pool: [UInt8], _ wanted: Range<Int>) -> Bool {
        var rest = self
        for offset in wanted {
            guard rest.next() == pool[offset] else { return false }
        }
        return rest.next() == nil && !rest.isFaulty
    }

    /// Replaces what `buffer` holds; false where an escape is faulty.
    func decode(into buffer: ByteBuffer) -> Bool {
        var rest = self
        buffer.removeAll()
        while let byte = rest.next() { buffer.append(byte) }
        return !rest.isFaulty
    }
}
