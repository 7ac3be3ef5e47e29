import LinuxIO
import Testing

@testable import HTTP

/// The bytes of `text`, lent to `body` as a field's value would be.
func withField<R>(_ text: String, _ body: (RawSpan) -> R) -> R {
    withField(Array(text.utf8), body)
}

func withField<R>(_ bytes: [UInt8], _ body: (RawSpan) -> R) -> R {
    let buffer = ByteBuffer(capacity: bytes.count + 1)
    buffer.append(bytes)
    return buffer.withSpan(body)
}

/// What `body` writes.
func written(_ body: (ByteBuffer) -> Void) -> String {
    let buffer = ByteBuffer(capacity: 16)
    body(buffer)
    return buffer.string
}

/// Repeatable random numbers: a test that fails once fails again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// Up to `count` bytes, mostly out of `alphabet`, so that they nearly fit a grammar.
    mutating func bytes(upTo count: Int, from alphabet: String) -> [UInt8] {
        let likely = Array(alphabet.utf8)
        return (0..<Int.random(in: 0...count, using: &self)).map { _ in
            Int.random(in: 0..<16, using: &self) == 0
                ? UInt8.random(in: 0...255, using: &self) : likely.randomElement(using: &self) ?? 0
        }
    }
}
