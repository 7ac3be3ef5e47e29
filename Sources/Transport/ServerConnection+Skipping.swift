internal import HTTP
internal import LinuxIO

/// The rest of a body that nobody wanted, behind a response that came early: a little of it is read and dropped, because
/// the client can then go on with its connection.
extension ServerConnection {
    /// How long the rest may take to come.
    static let skipping: Duration = .milliseconds(500)
    private static let skipLimit = 256 << 10

    /// Whether the rest of the request's body is worth waiting for. A client that waits for permission may never send it.
    var canSkipBody: Bool { !owesContinue && !bodyFailed && decoder.plainBytesLeft ?? 0 <= UInt64(Self.skipLimit) }

    /// Behind a response: the next request, or what is left of this one.
    func beginRest() {
        phase = decoder.isAtEnd ? .idle : .skipping
        skipsLeft = Self.skipLimit
        requestBegan = loop.now
        lastProgress = loop.now
    }

    /// Drops what is there of the body; false to wait, or where the connection ends.
    func skipBody() -> Bool {
        while true {
            switch next() {
            case .bytes(_, let count):
                skipsLeft -= count
                guard skipsLeft >= 0 else {
                    finishClosing()
                    return false
                }
                took(count)
            case .end:
                guard !closesAfter else {
                    finishClosing()
                    return false
                }
                beginRest()
                armTimer()
                return true
            case .wait: return false
            case .failed, .extent, .fill:
                close()
                return false
            }
        }
    }
}
