internal import LinuxIO
internal import Passwords

/// The nonces of a `digestAuth`: made without being kept, and remembered from their first right use on.
///
/// A nonce is a number and a seal that only this process can set, so that whoever asks for a million of them costs
/// nothing. The number begins with the time, by which old nonces end.
final class DigestNonces: SharedState {
    enum Verdict: Equatable {
        case fresh
        /// The client has to begin anew, with what it knows already (RFC 7616 §3.3, `stale`).
        case stale
        /// The very same request has been here.
        case repeated
    }

    /// What challenges and answers to them have in common.
    let opaque: String
    private let secret: [UInt8]
    private struct Uses {
        /// The last count of each nonce that is in use.
        var counts: [UInt64: UInt64] = [:]
        /// Nonces up to this number are over, whatever their time.
        var floor: UInt64 = 0
    }
    private let uses = Locked(Uses())
    /// Nonces made so far: no two are alike.
    private let made = Locked<UInt32>(.random(in: 0...UInt32.max / 2))
    private static let lifetime: UInt64 = 3600
    private static let capacity = 16384

    /// From when on time is counted: what nonces tell is not how long the machine has run.
    private let epoch: MonotonicTime

    init(at now: MonotonicTime = .now) {
        epoch = now
        var random = SystemRandomNumberGenerator()
        secret = (0..<32).map { _ in random.next() }
        opaque = String(decoding: Base64.encode((0..<12).map { _ in random.next() }), as: UTF8.self)
    }

    private func seconds(_ now: MonotonicTime) -> UInt64 { now.since(epoch).nanoseconds / 1_000_000_000 }

    func make(at now: MonotonicTime) -> String {
        let turn = made.withLock { made in
            made &+= 1
            return made
        }
        let number = (seconds(now) + 1) << 32 | UInt64(turn)
        return String(decoding: text(of: number), as: UTF8.self)
    }

    /// Whether a nonce may be used with that count, which is then used up.
    func use(_ nonce: [UInt8], count: UInt64, at now: MonotonicTime) -> Verdict {
        guard let number = number(of: nonce) else { return .stale }
        let oldest = (max(seconds(now) + 1, Self.lifetime) - Self.lifetime) << 32
        return uses.withLock { uses in
            guard number >= oldest, number > uses.floor else { return .stale }
            let last = uses.counts[number] ?? 0
            guard count > last else { return count == last && last > 0 ? .repeated : .stale }
            if last == 0, uses.counts.count >= Self.capacity { Self.tidy(&uses, oldest) }
            uses.counts[number] = count
            return .fresh
        }
    }

    /// Ends nonces that are too old, and where that is not enough, the older half.
    private static func tidy(_ uses: inout Uses, _ oldest: UInt64) {
        uses.counts = uses.counts.filter { $0.key >= oldest }
        guard uses.counts.count >= capacity else { return }
        uses.floor = uses.counts.keys.sorted()[capacity / 2]
        uses.counts = uses.counts.filter { $0.key > uses.floor }
    }

    /// 24 characters: the number and its seal.
    private func text(of number: UInt64) -> [UInt8] {
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
        return Base64.encode(bytes + seal(bytes))
    }

    private func number(of nonce: [UInt8]) -> UInt64? {
        guard nonce.count == 24, let bytes = Base64.decode(nonce[...]), bytes.count == 16 else { return nil }
        let number = Array(bytes.prefix(8))
        guard Digests.areEqual(seal(number), Array(bytes.suffix(8))) else { return nil }
        return number.reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func seal(_ bytes: [UInt8]) -> [UInt8] { Array(Digests.sha256(secret + bytes + secret).prefix(8)) }
}
