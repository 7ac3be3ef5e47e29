internal import LinuxIO

/// What the origin was asked and gave, counted for everybody who asks.
final class OriginFigures: Sendable {
    /// Counts since the start.
    struct Counts: Equatable, Sendable {
        var requests: UInt64 = 0
        var bytes: UInt64 = 0

        static func - (left: Counts, right: Counts) -> Counts {
            Counts(requests: left.requests - right.requests, bytes: left.bytes - right.bytes)
        }

        var json: String { "{\"requests\": \(requests), \"bytes\": \(bytes)}\n" }
    }

    private let state = Locked(Counts())

    var counts: Counts { state.withLock { $0 } }

    func countRequest() { state.withLock { $0.requests += 1 } }

    func count(bytes: Int) { state.withLock { $0.bytes += UInt64(bytes) } }
}
