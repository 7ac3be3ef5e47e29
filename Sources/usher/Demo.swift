internal import ArgumentParser
internal import Demo

/// Shows usher at work on this machine.
struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show usher at work: makes media, starts an origin, an API and usher, prints what to try.",
        discussion: """
            Makes an MP4 of more than 1 GiB and an HLS film with ffmpeg, once; they are kept for the next time. Runs \
            until Ctrl-C. The store, the configuration and the logs are in a temporary directory that is removed at the \
            end.
            """)

    @Flag(help: "Verify bytes, headers and hit counts unattended, and exit with 0 or 1.")
    var check = false

    @Option(help: "Directory that keeps the media (default: usher/demo in $XDG_CACHE_HOME or ~/.cache).")
    var media: String?

    @Option(help: "Port for HTTP on 127.0.0.1; 0 takes a free one (default: 8000, with --check 0).")
    var port: UInt16?

    @Option(help: "Port for HTTPS on 127.0.0.1; 0 takes a free one (default: 8443, with --check 0).")
    var tlsPort: UInt16?

    @Option(help: "Milliseconds that the origin waits before each answer, to make misses felt.")
    var originDelay: UInt16 = 0

    func run() throws {
        let settings = DemoSettings(
            media: media, port: port ?? (check ? 0 : 8000), tlsPort: tlsPort ?? (check ? 0 : 8443),
            originDelay: .milliseconds(Int(originDelay)), checks: check)
        let status = DemoRun(settings).run()
        if status != 0 { throw ExitCode(status) }
    }
}
