/// When a log file is full.
package struct LogLimit: Sendable {
    /// Bytes of a file at most, but for a single line that is longer.
    package var bytes: UInt64
    /// Called after a file was put aside, by whoever wrote the line that had no room; must not block for long.
    package var putAside: @Sendable () -> Void

    package init(bytes: UInt64, putAside: @escaping @Sendable () -> Void) {
        (self.bytes, self.putAside) = (bytes, putAside)
    }
}
