import LinuxIO
import Testing

@testable import MediaCache

@Suite struct PermissionsTests {
    private func name(_ text: String, _ permissions: Permissions) -> Permissions.Name {
        let buffer = ByteBuffer(capacity: 16)
        buffer.append(text: text)
        return buffer.withSpan { permissions.name(of: $0) }
    }

    private let start = MonotonicTime(nanoseconds: 1)

    @Test func aYesHoldsUntilItsEnd() {
        let permissions = Permissions()
        let (a, b) = (name("a", permissions), name("b", permissions))
        let end = start.adding(.seconds(5))
        permissions.grant(a, until: end)
        #expect(permissions.holds(a, at: start) && !permissions.holds(a, at: end) && !permissions.holds(b, at: start))
        permissions.revoke(a)
        #expect(!permissions.holds(a, at: start))
    }

    @Test func aNoIsForgotten() {
        let permissions = Permissions()
        let a = name("a", permissions)
        permissions.deny(a, at: start)
        #expect(permissions.isDenied(a, at: start) && !permissions.isDenied(a, at: start.adding(.seconds(11))))
    }

    @Test func theTableIsBounded() {
        let permissions = Permissions()
        var times = BoundedTimes(limit: 4)
        let names = (0..<40).map { name("\($0)", permissions) }
        for (index, name) in names.enumerated() {
            times.set(name, start)
            // Taking some out must not let it grow, nor lose the newest.
            if index % 3 == 0 { times.remove(name) }
            if index % 3 == 0 { times.set(name, start) }
            #expect(times.count <= 4 && times[name] == start)
        }
        #expect(times[names[0]] == nil && times[names[39]] == start)
    }

    @Test func aPermissionEndsWithTheSignature() {
        let signature = Signature(name: .init(high: 1, low: 2), ends: 1010, askTTL: .seconds(300))
        let now = start.adding(.seconds(3))
        // Asked three seconds ago, ten seconds before the end.
        #expect(signature.permissionEnd(askedAt: start, now: now, wallNow: 1000) == now.adding(.seconds(10)))
        #expect(signature.permissionEnd(askedAt: start, now: now, wallNow: 0) == start.adding(.seconds(300)))
        #expect(signature.permissionEnd(askedAt: start, now: now, wallNow: 2000) == now)
        #expect(signature.hasEnded(at: 1010) && !signature.hasEnded(at: 1009))
    }
}
