/// What a run of the demo is asked to do.
package struct DemoSettings: Sendable {
    /// Directory of the media; nil: the user's cache directory.
    package var media: String?
    /// Port of the plain entry point; 0 takes a free one.
    package var port: UInt16
    /// Port of the TLS entry point; 0 takes a free one.
    package var tlsPort: UInt16
    /// How long the origin waits before each answer.
    package var originDelay: Duration
    /// Verify and leave, instead of waiting for Ctrl-C.
    package var checks: Bool

    package init(media: String?, port: UInt16, tlsPort: UInt16, originDelay: Duration, checks: Bool) {
        (self.media, self.port, self.tlsPort) = (media, port, tlsPort)
        (self.originDelay, self.checks) = (originDelay, checks)
    }
}
