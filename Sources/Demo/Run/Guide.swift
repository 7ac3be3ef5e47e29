/// What the demo prints for its guest: what to open, what to paste, and what to look at.
struct Guide {
    let configuration: UsherConfiguration
    let film: FileFacts

    private var plain: String { "http://127.0.0.1:\(configuration.port)" }
    private var secure: String { "https://127.0.0.1:\(configuration.tlsPort)" }
    private var figures: String { "curl -sS http://127.0.0.1:\(configuration.originPort)/figures" }

    var text: String {
        """

        usher runs; Ctrl-C ends it. Open one of these:

          \(plain)/    the player
          \(secure)/    the same by TLS, with a self-signed certificate

        Or paste, and look at Cache-Status and at the origin's figures:

        \(pastes.map { "  # \($0.purpose)\n  \($0.command)" }.joined(separator: "\n"))

        Until the end, \(configuration.directory) has the configuration, the store, and a line for each request in
        \(configuration.accessLogPath).

        """
    }

    private var pastes: [(purpose: String, command: String)] {
        let (first, seek) = ("0-1048575", "\(film.size / 2)-\(film.size / 2 + 1_048_575)")
        return [
            ("a miss", curl(first)),
            ("what the origin was asked for it", figures),
            ("a hit: the figures stand still", "\(curl(first)); \(figures)"),
            ("a seek into the middle: a miss", "\(curl(seek)); \(figures)"),
            ("the same seek: a hit", "\(curl(seek)); \(figures)"),
            ("by TLS, from the same store under the same host and port", curl(seek, secure, "-k -H 'Host: \(host)' ")),
            ("the API goes straight through: another answer each time", "curl -sS -D - \(plain)/api/time"),
            ("what a player reads", "ffprobe -hide_banner \(plain)/media/film.mp4"),
            ("HLS, where there is a screen", "ffplay \(plain)/media/hls/film.m3u8"),
        ]
    }

    private var host: String { "127.0.0.1:\(configuration.port)" }

    private func curl(_ range: String, _ base: String? = nil, _ options: String = "") -> String {
        "curl \(options)-sS -o /dev/null -D - -r \(range) \(base ?? plain)/media/film.mp4"
    }
}
