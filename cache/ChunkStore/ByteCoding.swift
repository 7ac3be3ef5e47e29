extension [UInt8] {
    /// Appends the bytes of a number, most significant first, so that keys sort as numbers do.
    mutating func append<Number: FixedWidthInteger>(number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}

/// Reads numbers as `append(number:)` writes them; nil behind the end.
@safe struct ByteReader {
    private var rest: Slice<UnsafeRawBufferPointer>

    @unsafe init(_ bytes: UnsafeRawBufferPointer) { unsafe rest = bytes[...] }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        let count = Number.bitWidth / 8
        guard unsafe rest.count >= count else { return nil }
        let number = unsafe rest.prefix(count).reduce(Number(0)) { $0 << 8 | Number(truncatingIfNeeded: $1) }
        unsafe rest = rest.dropFirst(count)
        return number
    }

    mutating func bytes(_ count: Int) -> [UInt8]? {
        guard unsafe count >= 0 && rest.count >= count else { return nil }
        defer { unsafe rest = rest.dropFirst(count) }
        return unsafe Array(rest.prefix(count))
    }

    /// Everything that has not been read.
    mutating func remainder() -> [UInt8] {
        defer { unsafe rest = rest.dropFirst(rest.count) }
        return unsafe Array(rest)
    }

    var isAtEnd: Bool { unsafe rest.isEmpty }
}
