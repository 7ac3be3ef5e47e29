/// SipHash-1-3 over bytes, with a key of its own for each table: what clients send cannot be made to collide.
package struct KeyedHash: Sendable {
    private let key: (UInt64, UInt64)

    /// With a key that nobody can guess.
    package init() {
        var random = SystemRandomNumberGenerator()
        key = (random.next(), random.next())
    }

    package init(key: (UInt64, UInt64)) { self.key = key }

    @unsafe package func callAsFunction(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var state = State(key)
        let whole = bytes.count & ~7
        for offset in stride(from: 0, to: whole, by: 8) {
            state.absorb(unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        var last = UInt64(truncatingIfNeeded: bytes.count) << 56
        for offset in whole..<bytes.count {
            last |= unsafe UInt64(bytes[offset]) << UInt64((offset - whole) * 8)
        }
        state.absorb(last)
        return state.finish()
    }

    package func callAsFunction(_ bytes: RawSpan) -> UInt64 { unsafe bytes.withUnsafeBytes { unsafe self($0) } }

    private struct State {
        var v0, v1, v2, v3: UInt64

        init(_ key: (UInt64, UInt64)) {
            v0 = key.0 ^ 0x736f_6d65_7073_6575
            v1 = key.1 ^ 0x646f_7261_6e64_6f6d
            v2 = key.0 ^ 0x6c79_6765_6e65_7261
            v3 = key.1 ^ 0x7465_6462_7974_6573
        }

        mutating func absorb(_ word: UInt64) {
            v3 ^= word
            round()
            v0 ^= word
        }

        mutating func finish() -> UInt64 {
            v2 ^= 0xff
            for _ in 0..<3 { round() }
            return v0 ^ v1 ^ v2 ^ v3
        }

        private mutating func round() {
            v0 = v0 &+ v1
            v1 = rotated(v1, 13) ^ v0
            v0 = rotated(v0, 32)
            v2 = v2 &+ v3
            v3 = rotated(v3, 16) ^ v2
            v0 = v0 &+ v3
            v3 = rotated(v3, 21) ^ v0
            v2 = v2 &+ v1
            v1 = rotated(v1, 17) ^ v2
            v2 = rotated(v2, 32)
        }

        private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
    }
}
