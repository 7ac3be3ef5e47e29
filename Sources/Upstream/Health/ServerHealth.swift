internal import Configuration
package import LinuxIO
internal import Synchronization

/// Whether a server of a service may be asked: one for the whole process, told by checks and by loops, read by all loops.
package final class ServerHealth: Sendable {
    /// What decides about a server; where it stays the same, a reload changes nothing.
    struct Watch: Sendable, Equatable {
        let server: UpstreamServer
        let active: HealthCheck?
        let passive: PassiveHealthCheck?
        /// As `LoadBalancer.serversTransport`.
        let transport: String?
    }

    let watch: Watch
    private let log: HealthLog
    /// What the last check said; true before the first.
    private let passes = Atomic<Bool>(true)
    /// Until then the server is left alone, because requests failed; nanoseconds of the monotonic clock.
    private let aloneUntil = Atomic<UInt64>(0)
    /// When requests failed of late; no more of them than it takes.
    private let failures = Locked<[MonotonicTime]>([])

    init(_ watch: Watch, _ log: HealthLog) { (self.watch, self.log) = (watch, log) }

    package func isUp(at now: MonotonicTime) -> Bool {
        passes.load(ordering: .relaxed) && aloneUntil.load(ordering: .relaxed) <= now.nanoseconds
    }

    /// A request failed, or was answered with a status from 500 on.
    func failed(at now: MonotonicTime) {
        guard let passive = watch.passive, isUp(at: now) else { return }
        let isEnough = failures.withLock { failures in
            failures.removeAll { now.since($0) > passive.failureWindow }
            failures.append(now)
            guard failures.count >= passive.maxFailedAttempts else { return false }
            failures.removeAll()
            return true
        }
        guard isEnough else { return }
        // Where there are checks as well, the next good one brings it back.
        let end = watch.active == nil ? now.adding(passive.failureWindow) : .never
        aloneUntil.store(end.nanoseconds, ordering: .relaxed)
        log.leftAlone(watch.server.address, watch.active == nil ? passive.failureWindow : nil)
    }

    /// What a check has found out.
    ///
    /// - Parameter trouble: nil when all is well.
    func checked(_ trouble: String?, at now: MonotonicTime = .now) {
        let wasUp = isUp(at: now)
        passes.store(trouble == nil, ordering: .relaxed)
        if trouble == nil { aloneUntil.store(0, ordering: .relaxed) }
        if wasUp != (trouble == nil) { log.changed(watch.server.address, trouble) }
    }
}

/// Where changes of servers' health are written down; safe from any thread.
package struct HealthLog: Sendable {
    /// A check has changed what is known of a server; its trouble, nil when it works again.
    let changed: @Sendable (_ server: String, _ trouble: String?) -> Void
    /// Requests to a server failed: it is left alone for so long, or until a check is good.
    let leftAlone: @Sendable (_ server: String, _ pause: Duration?) -> Void

    package init(
        changed: @escaping @Sendable (_ server: String, _ trouble: String?) -> Void,
        leftAlone: @escaping @Sendable (_ server: String, _ pause: Duration?) -> Void
    ) {
        (self.changed, self.leftAlone) = (changed, leftAlone)
    }
}
