internal import Configuration
internal import LinuxIO

/// A bucket of tokens for each client, over all loops.
///
/// A bucket is one number: the time at which it will be full again. So a full bucket is one that need not be kept, and
/// forgetting those is all the tidying there is; only when all are in use are some forgotten that still count.
final class TokenBuckets: SharedState {
    let hash = KeyedHash()
    /// Nanoseconds for one token.
    private let interval: UInt64
    /// Nanoseconds for a whole bucket.
    private let burst: UInt64
    /// The longest wait for a token, in nanoseconds.
    private let longestWait: UInt64
    private let shards = (0..<16).map { _ in Locked<[UInt64: UInt64]>([:]) }
    /// Buckets in one shard.
    private static let shardSize = 4096

    /// - Precondition: `settings.average` is greater than 0.
    init(_ settings: RateLimit) {
        let limit = UInt64.max / 8
        interval = max(1, min(limit, settings.period.nanoseconds / UInt64(settings.average)))
        let (product, overflow) = interval.multipliedReportingOverflow(by: UInt64(settings.burst))
        burst = overflow ? limit : min(limit, product)
        // Traefik's figure: half of a token's time by whole tokens in a second, and half a second for slower rates.
        let rate = UInt64(1_000_000_000) / interval
        longestWait = rate < 1 ? 500_000_000 : 1_000_000_000 / (2 * rate)
    }

    enum Verdict: Equatable {
        /// The token is the client's after so many nanoseconds.
        case granted(wait: UInt64)
        /// There would be a token in so many nanoseconds, which is too long.
        case refused(wait: UInt64)
    }

    /// Takes a token out of a client's bucket.
    func take(for client: UInt64, at now: MonotonicTime) -> Verdict {
        let now = now.nanoseconds
        return shards[Int(client >> 60)].withLock { buckets in
            let full = max(buckets[client] ?? now, now) + interval
            let wait = full - now > burst ? full - now - burst : 0
            guard wait <= longestWait else { return .refused(wait: wait) }
            if buckets.count >= Self.shardSize, buckets[client] == nil { Self.tidy(&buckets, now) }
            buckets[client] = full
            return .granted(wait: wait)
        }
    }

    /// Forgets full buckets, and then as many as leave a quarter of the room: so it is not done for each request.
    private static func tidy(_ buckets: inout [UInt64: UInt64], _ now: UInt64) {
        buckets = buckets.filter { $0.value > now }
        let excess = buckets.count - shardSize * 3 / 4
        if excess > 0 { for client in Array(buckets.keys.prefix(excess)) { buckets[client] = nil } }
    }

    /// How many buckets are kept.
    var count: Int { shards.reduce(0) { sum, shard in sum + shard.withLock { $0.count } } }
}
