import Testing

@testable import HTTP

@Suite struct CacheStatusTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var status: CacheStatus

        init(_ text: String, _ status: CacheStatus, _ change: (inout CacheStatus) -> Void = { _ in }) {
            (testDescription, self.status) = (text, status)
            change(&self.status)
        }
    }

    @Test(arguments: [
        Case("usher; hit", CacheStatus(.hit)),
        Case("usher; hit; ttl=3599", CacheStatus(.hit)) { $0.ttl = 3599 },
        Case("usher; hit; ttl=-5", CacheStatus(.hit)) { $0.ttl = -5 },
        Case("usher; hit; ttl=-999999999999999", CacheStatus(.hit)) { $0.ttl = .min },
        Case("usher; hit", CacheStatus(.hit)) {
            $0.isStored = true
            $0.isCollapsed = true
            $0.forwardStatus = 200
        },
        Case("usher; fwd=miss; stored", CacheStatus(.forward(.miss))) { $0.isStored = true },
        Case("usher; fwd=uri-miss; stored; collapsed; ttl=60", CacheStatus(.forward(.uriMiss))) {
            $0.isStored = true
            $0.isCollapsed = true
            $0.ttl = 60
        },
        Case("usher; fwd=partial", CacheStatus(.forward(.partial))),
        Case("usher; fwd=vary-miss", CacheStatus(.forward(.varyMiss))),
        Case("usher; fwd=request", CacheStatus(.forward(.request))),
        Case("usher; fwd=stale; fwd-status=304; ttl=60", CacheStatus(.forward(.stale))) {
            $0.forwardStatus = 304
            $0.ttl = 60
        },
        Case("usher; fwd=bypass; detail=authorization", CacheStatus(.authorization)),
        Case("usher; fwd=method; detail=method", CacheStatus(.method)),
        Case("usher; fwd=miss; detail=set-cookie", CacheStatus(.setCookie)),
    ])
    func text(_ test: Case) {
        #expect(written { test.status.append(named: "usher", to: $0) } == test.testDescription)
    }
}
