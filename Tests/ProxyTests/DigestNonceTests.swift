import LinuxIO
import Testing

@testable import Proxy

struct DigestNonceTests {
    private func at(_ seconds: UInt64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    @Test func aCountIsGoodOnce() {
        let nonces = DigestNonces(at: at(1000))
        let nonce = Array(nonces.make(at: at(5000)).utf8)
        #expect(nonces.use(nonce, count: 0, at: at(5000)) == .stale)
        #expect(nonces.use(nonce, count: 1, at: at(5000)) == .fresh)
        #expect(nonces.use(nonce, count: 1, at: at(5000)) == .repeated)
        #expect(nonces.use(nonce, count: 9, at: at(5000)) == .fresh)
        #expect(nonces.use(nonce, count: 8, at: at(5000)) == .stale)
    }

    @Test func aNonceEnds() {
        let nonces = DigestNonces(at: at(1000))
        let nonce = Array(nonces.make(at: at(5000)).utf8)
        #expect(nonces.use(nonce, count: 1, at: at(8600)) == .fresh)
        #expect(nonces.use(nonce, count: 2, at: at(8601)) == .stale)
    }

    @Test func onlyOwnNoncesAreTaken() {
        let (nonces, others) = (DigestNonces(at: at(1000)), DigestNonces(at: at(1000)))
        let nonce = Array(others.make(at: at(5000)).utf8)
        #expect(nonces.use(nonce, count: 1, at: at(5000)) == .stale)
        #expect(nonces.use([], count: 1, at: at(5000)) == .stale)
        #expect(nonces.opaque != others.opaque)
    }

    /// What is forgotten to make room cannot be used again.
    @Test func noncesAreBounded() {
        let nonces = DigestNonces(at: at(1000))
        let first = Array(nonces.make(at: at(4999)).utf8)
        #expect(nonces.use(first, count: 1, at: at(5000)) == .fresh)
        for _ in 0..<16384 {
            #expect(nonces.use(Array(nonces.make(at: at(5000)).utf8), count: 1, at: at(5000)) != .repeated)
        }
        #expect(nonces.use(first, count: 1, at: at(5000)) == .stale)
        #expect(nonces.use(first, count: 2, at: at(5000)) == .stale)
    }
}
