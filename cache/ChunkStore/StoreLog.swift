internal import LinuxIO

/// Where a store's messages go; repeated trouble is said once per minute.
final class StoreLog: Sendable {
    private let sink: @Sendable (StoreMessage) -> Void
    private let quietUntil = Locked(MonotonicTime(nanoseconds: 0))

    init(_ sink: @escaping @Sendable (StoreMessage) -> Void) { self.sink = sink }

    func info(_ text: String) { sink(StoreMessage(level: .info, text: text)) }

    func warning(_ text: String) { sink(StoreMessage(level: .warning, text: text)) }

    func error(_ text: String) { sink(StoreMessage(level: .error, text: text)) }

    /// A warning about something that is likely to go on happening.
    func trouble(_ text: @autoclosure () -> String) {
        let now = MonotonicTime.now
        let isDue = quietUntil.withLock { quietUntil in
            guard quietUntil <= now else { return false }
            quietUntil = now.adding(.seconds(60))
            return true
        }
        if isDue { warning(text()) }
    }
}
