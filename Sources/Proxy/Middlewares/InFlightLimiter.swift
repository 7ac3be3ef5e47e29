internal import Configuration
internal import HTTP
internal import LinuxIO

/// `inFlightReq`
final class InFlightLimiter: LoopMiddleware {
    private let amount: Int
    private let source: ClientSource
    private let counts: RequestCounts

    /// That a request is counted, and as whose.
    private final class Entry {
        let client: UInt64

        init(_ client: UInt64) { self.client = client }
    }

    init(_ settings: InFlightLimit, _ counts: RequestCounts) {
        (amount, source, self.counts) = (settings.amount, ClientSource(settings.source), counts)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let client = source.key(of: steps.exchange, counts.hash)
        if counts.enter(client, limit: amount) {
            steps.keep(Entry(client), at: position)
            return .next
        }
        let text = ByteBuffer(capacity: 64)
        text.append("max connections reached: ")
        text.append(decimal: UInt64(amount))
        steps.refuse(429, text)
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) {
        if let entry = steps.kept(Entry.self, at: position) { counts.leave(entry.client) }
    }
}
