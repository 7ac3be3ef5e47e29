internal import LinuxIO

/// What origins have said about signed URLs, for all loops: a bounded number of yeses, and each no that took one back.
final class Permissions: Sendable {
    /// A URL's name: keyed, so that nobody can find two URLs of one name.
    struct Name: Hashable, Sendable {
        let high: UInt64
        let low: UInt64

        var bytes: [UInt8] {
            [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
        }
    }

    private let hashes = (KeyedHash(), KeyedHash())
    private let granted: [Locked<BoundedTimes>]
    /// Short-lived: they keep a fill from asking with the same URL again.
    private let denied: Locked<BoundedTimes>
    private static let denialTime = Duration.seconds(10)

    /// - Parameter limit: yeses kept at most; the oldest make room.
    init(limit: Int = 65_536) {
        granted = (0..<16).map { _ in Locked(BoundedTimes(limit: max(1, limit / 16))) }
        denied = Locked(BoundedTimes(limit: 1024))
    }

    func name(of url: RawSpan) -> Name { Name(high: hashes.0(url), low: hashes.1(url)) }

    private func shard(_ name: Name) -> Locked<BoundedTimes> { granted[Int(truncatingIfNeeded: name.low) & 15] }

    /// Whether the origin has said yes, and it still holds.
    func holds(_ name: Name, at now: MonotonicTime) -> Bool {
        shard(name).withLock { $0[name].map { $0 > now } ?? false }
    }

    func grant(_ name: Name, until end: MonotonicTime) { shard(name).withLock { $0.set(name, end) } }

    /// Takes a yes back.
    func revoke(_ name: Name) { shard(name).withLock { $0.remove(name) } }

    func isDenied(_ name: Name, at now: MonotonicTime) -> Bool {
        denied.withLock { $0[name].map { $0 > now } ?? false }
    }

    func deny(_ name: Name, at now: MonotonicTime) {
        denied.withLock { $0.set(name, now.adding(Self.denialTime)) }
    }
}

/// Times by name, no more than a limit: the one set first makes room.
struct BoundedTimes {
    private var times: [Permissions.Name: MonotonicTime] = [:]
    private var order: [Permissions.Name] = []
    private var next = 0
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { times.count }

    subscript(name: Permissions.Name) -> MonotonicTime? { times[name] }

    mutating func set(_ name: Permissions.Name, _ time: MonotonicTime) {
        guard times.updateValue(time, forKey: name) == nil else { return }
        guard order.count == limit else { return order.append(name) }
        // What was removed and set again may stand here twice; it is then forgotten early, which is no harm.
        if order[next] != name { times[order[next]] = nil }
        order[next] = name
        next = (next + 1) % limit
    }

    mutating func remove(_ name: Permissions.Name) { times[name] = nil }
}
