import Testing

@testable import HTTP

@Suite struct FreshnessTests {
    static let now: Int64 = 1_000_000

    struct Case: Sendable, CustomTestStringConvertible {
        var control = ""
        var status: UInt16 = 200
        var expires = Freshness.Expires.absent
        var date: Int64? = now
        var lastModified: Int64?
        var limit: UInt32 = 86_400
        var lifetime: UInt32
        var source: Freshness.Source

        var testDescription: String { "\(control) \(expires) \(status) → \(lifetime) \(source)" }

        var facts: Freshness.Facts {
            Freshness.Facts(
                status: status, cacheControl: withField(control) { CacheControl($0) }, expires: expires, date: date,
                lastModified: lastModified, requestTime: now, responseTime: now)
        }
    }

    @Test(arguments: [
        Case(control: "s-maxage=5, max-age=9", expires: .at(now + 99), lifetime: 5, source: .sharedMaxAge),
        Case(control: "max-age=9", expires: .at(now + 99), lifetime: 9, source: .maxAge),
        Case(control: "max-age=0", expires: .at(now + 99), lifetime: 0, source: .maxAge),
        Case(control: "max-age=soon", expires: .at(now + 99), lifetime: 0, source: .maxAge),
        Case(control: "no-cache, max-age=9", lifetime: 0, source: .noCache),
        Case(control: "public", expires: .at(now + 99), lifetime: 99, source: .expires),
        Case(expires: .at(now + 99), date: now + 9, lifetime: 90, source: .expires),
        Case(expires: .at(now + 99), date: nil, lifetime: 99, source: .expires),
        Case(expires: .at(now - 1), lifetime: 0, source: .expires),
        Case(expires: .at(.max), date: .min, lifetime: DeltaSeconds.maximum, source: .expires),
        Case(expires: .at(.min), date: .max, lifetime: 0, source: .expires),
        Case(expires: .invalid, lastModified: 0, lifetime: 0, source: .expires),
        Case(lastModified: now - 1000, lifetime: 100, source: .heuristic),
        Case(lastModified: now - 1000, limit: 30, lifetime: 30, source: .heuristic),
        Case(lastModified: now - 1000, limit: 0, lifetime: 0, source: .unstated),
        Case(lastModified: now + 1000, lifetime: 0, source: .heuristic),
        Case(status: 302, lastModified: now - 1000, lifetime: 0, source: .unstated),
        Case(control: "public", status: 302, lastModified: now - 1000, lifetime: 100, source: .heuristic),
        Case(control: "max-age=5", status: 302, lifetime: 5, source: .maxAge),
        Case(lifetime: 0, source: .unstated),
    ])
    func lifetimes(_ test: Case) {
        let freshness = Freshness(test.facts, heuristicLimit: test.limit)
        #expect(freshness.lifetime == test.lifetime)
        #expect(freshness.source == test.source)
    }

    @Test(
        arguments: [
            // date, age, sent, arrived → initial age
            (now, 0, now, now, 0),
            (now - 7, 0, now, now, 7),
            (now + 7, 0, now, now, 0),
            (now - 7, 30, now - 2, now, 32),
            (now - 50, 30, now - 2, now, 50),
            (nil, 30, now - 2, now, 32),
            (nil, 0, now + 5, now, 0),
            (.min, 0, .min, .max, DeltaSeconds.maximum),
            (now, DeltaSeconds.maximum, now - 1, now, DeltaSeconds.maximum),
        ] as [(Int64?, UInt32, Int64, Int64, UInt32)])
    func initialAges(date: Int64?, age: UInt32, sent: Int64, arrived: Int64, expected: UInt32) {
        let facts = Freshness.Facts(
            status: 200, cacheControl: CacheControl(), date: date, age: age, requestTime: sent, responseTime: arrived)
        #expect(Freshness(facts, heuristicLimit: 0).initialAge == expected)
    }

    @Test func ageGrowsAndFreshnessRunsOut() {
        let stored = Freshness(lifetime: 60, source: .maxAge, initialAge: 10, responseTime: FreshnessTests.now)
        #expect(stored.age(at: FreshnessTests.now) == 10)
        #expect(stored.remaining(at: FreshnessTests.now) == 50)
        #expect(stored.isFresh(at: FreshnessTests.now + 49))
        #expect(!stored.isFresh(at: FreshnessTests.now + 50))
        #expect(stored.remaining(at: FreshnessTests.now + 80) == -30)
        #expect(stored.age(at: FreshnessTests.now - 500) == 10)
        #expect(stored.age(at: .max) == DeltaSeconds.maximum)
        #expect(stored.age(at: .min) == 10)
    }

    @Test(arguments: [
        ("stale-while-revalidate=30, stale-if-error=60", 30, true, true),
        ("stale-while-revalidate=30, stale-if-error=60", 31, false, true),
        ("stale-while-revalidate=30, stale-if-error=60", 61, false, false),
        ("stale-while-revalidate=30, stale-if-error=60, must-revalidate", 1, false, false),
        ("stale-while-revalidate=30, stale-if-error=60, proxy-revalidate", 1, false, false),
        ("stale-while-revalidate=30, stale-if-error=60, s-maxage=60", 1, false, false),
        ("stale-while-revalidate=30, stale-if-error=60, no-cache", 1, false, false),
        ("max-age=60", 1, false, false),
    ])
    func staleUse(control: String, stale: Int64, revalidating: Bool, onError: Bool) {
        let stored = Freshness(lifetime: 60, source: .maxAge, initialAge: 0, responseTime: FreshnessTests.now)
        let response = withField(control) { CacheControl($0) }
        let time = FreshnessTests.now + 60 + stale
        #expect(stored.allowsStaleWhileRevalidating(response, at: time) == revalidating)
        #expect(stored.allowsStale(response, within: response.staleIfError, at: time) == onError)
    }
}
