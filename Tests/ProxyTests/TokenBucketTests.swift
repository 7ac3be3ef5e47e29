import Configuration
import LinuxIO
import Testing

@testable import Proxy

struct TokenBucketTests {
    private func buckets(average: Int, period: Duration = .seconds(1), burst: Int = 1) -> TokenBuckets {
        var settings = RateLimit()
        (settings.average, settings.period, settings.burst) = (average, period, burst)
        return TokenBuckets(settings)
    }

    private func at(milliseconds: UInt64) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000_000 + milliseconds * 1_000_000)
    }

    @Test func aBurstThenTheRate() {
        let buckets = buckets(average: 1, burst: 2)
        #expect(buckets.take(for: 7, at: at(milliseconds: 0)) == .granted(wait: 0))
        #expect(buckets.take(for: 7, at: at(milliseconds: 0)) == .granted(wait: 0))
        #expect(buckets.take(for: 7, at: at(milliseconds: 100)) == .refused(wait: 900_000_000))
        // A refusal costs nothing.
        #expect(buckets.take(for: 7, at: at(milliseconds: 100)) == .refused(wait: 900_000_000))
        #expect(buckets.take(for: 7, at: at(milliseconds: 1000)) == .granted(wait: 0))
        #expect(buckets.take(for: 8, at: at(milliseconds: 1000)) == .granted(wait: 0))
    }

    /// A token that is near is waited for; the next one is then further away.
    @Test func aShortWait() {
        let buckets = buckets(average: 10)
        #expect(buckets.take(for: 7, at: at(milliseconds: 0)) == .granted(wait: 0))
        #expect(buckets.take(for: 7, at: at(milliseconds: 40)) == .refused(wait: 60_000_000))
        #expect(buckets.take(for: 7, at: at(milliseconds: 60)) == .granted(wait: 40_000_000))
        #expect(buckets.take(for: 7, at: at(milliseconds: 60)) == .refused(wait: 140_000_000))
    }

    @Test func slowRatesWaitHalfASecondAtMost() {
        let buckets = buckets(average: 6, period: .seconds(60))
        #expect(buckets.take(for: 7, at: at(milliseconds: 0)) == .granted(wait: 0))
        #expect(buckets.take(for: 7, at: at(milliseconds: 9_400)) == .refused(wait: 600_000_000))
        #expect(buckets.take(for: 7, at: at(milliseconds: 9_600)) == .granted(wait: 400_000_000))
    }

    @Test func hugeFiguresDoNotOverflow() {
        let buckets = buckets(average: .max, period: .seconds(9_000_000_000), burst: .max)
        for _ in 0..<3 { #expect(buckets.take(for: 7, at: .now) == .granted(wait: 0)) }
        let slow = self.buckets(average: 1, period: .seconds(9_000_000_000), burst: 2)
        #expect(slow.take(for: 7, at: .now) == .granted(wait: 0))
    }

    /// Full buckets are forgotten first; a limit holds for all others.
    @Test func bucketsAreBounded() {
        let buckets = buckets(average: 1, period: .seconds(1))
        for client in 0..<3000 { _ = buckets.take(for: UInt64(client), at: at(milliseconds: 0)) }
        for client in 3000..<5000 { _ = buckets.take(for: UInt64(client), at: at(milliseconds: 2000)) }
        #expect(buckets.count <= 2000)
        #expect(buckets.take(for: 4999, at: at(milliseconds: 2100)) == .refused(wait: 900_000_000))
        for client in 5000..<50000 { _ = buckets.take(for: UInt64(client), at: at(milliseconds: 2200)) }
        #expect(buckets.count <= 4096)
    }

    @Test func requestsAreCountedInAndOut() {
        let counts = RequestCounts()
        #expect(counts.enter(7, limit: 2) && counts.enter(7, limit: 2) && !counts.enter(7, limit: 2))
        #expect(counts.enter(8, limit: 1) && counts.clients == 2)
        counts.leave(7)
        #expect(counts.enter(7, limit: 2))
        for client: UInt64 in [7, 7, 8] { counts.leave(client) }
        #expect(counts.clients == 0)
    }
}
