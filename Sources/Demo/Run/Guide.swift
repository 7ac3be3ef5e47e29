/// What the demo prints for its guest: what to open, what to paste, and what to look at.
struct Guide {
    let configuration: UsherConfiguration
    let film: FileFacts

    private var plain: String { "http://127.0.0.1:\(configuration.port)" }
    private var secure: String { "https://127.0.0.1:\(configuration.tlsPort)" }
    private var origin: String { "http://127.0.0.1:\(configuration.originPort)" }

    var text: String {
        let middle = film.size / 2
        let seek = "\(middle)-\(middle + 1_048_575)"
        return """

            usher runs.

            Open     \(plain)/      the player
                     \(secure)/     the same by TLS, with a self-signed certificate

            Paste    a miss: look at Cache-Status, and at what the origin was asked
              \(curl("0-1048575"))
              \(figures)
                     the same again is a hit: the origin's figures stand still
              \(curl("0-1048575"))
              \(figures)
                     a seek into the middle, a miss; once more, a hit
              \(curl(seek))
              \(figures)
                     by TLS, from the same store
              curl -k -sS -o /dev/null -D - -r \(seek) \(secure)/media/film.mp4
                     the API goes straight through: another answer each time
              curl -sS -D - \(plain)/api/time
                     players
              ffprobe -hide_banner \(plain)/media/film.mp4
              ffplay \(plain)/media/hls/film.m3u8

            Look     \(configuration.accessLogPath)    a line for each request
                     \(configuration.directory)    the configuration, the store, the logs; removed at the end

            Ctrl-C ends the demo.

            """
    }

    private func curl(_ range: String) -> String {
        "curl -sS -o /dev/null -D - -r \(range) \(plain)/media/film.mp4"
    }

    private var figures: String { "curl -sS \(origin)/figures" }
}
