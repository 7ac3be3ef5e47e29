import LinuxIO

/// One side of a connection, plain or with TLS: blocking, and every call bounded.
protocol ByteStream: AnyObject {
    /// The next bytes; empty when the peer has ended its direction.
    ///
    /// - Throws: `ScenarioFailure` on a timeout, a reset, or a missing close_notify.
    func read(within limit: Duration) throws -> [UInt8]

    /// Writes everything.
    func write(_ bytes: [UInt8], within limit: Duration) throws

    /// Ends our direction; the peer may go on.
    func shutdownWriting()

    /// Closes at once. With `reset`, the peer sees a broken connection instead of an end.
    func close(reset: Bool)

    /// Our own port of this connection.
    var localPort: UInt16 { get }
}

extension ByteStream {
    func write(_ text: String) throws { try write(Array(text.utf8), within: patience) }
}
