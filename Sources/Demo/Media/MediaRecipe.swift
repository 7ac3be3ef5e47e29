/// How ffmpeg makes the demo's media: arguments only.
///
/// The picture is `testsrc2`, which shows its own time and frame number, so that anyone sees where a seek has led.
enum MediaRecipe {
    /// Seconds of the film: at its constant 24 Mbit/s a little more than 1 GiB.
    static let filmSeconds = 360
    /// Seconds of the HLS film.
    static let streamSeconds = 60

    /// An MP4 whose `moov` stands at its front.
    static func film(to path: String) -> [String] {
        source(size: "1280x720", seconds: filmSeconds)
            + words("-c:v libx264 -preset ultrafast -b:v 24M -minrate 24M -maxrate 24M -bufsize 24M")
            + words("-x264-params nal-hrd=cbr:force-cfr=1 -g 50 -pix_fmt yuv420p -c:a aac -b:a 128k")
            + words("-movflags +faststart -f mp4") + [path]
    }

    /// Two renditions in MPEG-TS segments of ten seconds, and the multivariant playlist `film.m3u8`.
    static func stream(in directory: String) -> [String] {
        source(size: "854x480", seconds: streamSeconds)
            + words("-filter_complex [0:v]split=2[large][all];[all]scale=426:240[small]")
            + words("-map [small] -map 1:a -map [large] -map 1:a -c:v libx264 -preset veryfast")
            + words("-b:v:0 400k -maxrate:v:0 450k -bufsize:v:0 800k")
            + words("-b:v:1 1200k -maxrate:v:1 1400k -bufsize:v:1 2400k")
            + words("-g 50 -keyint_min 50 -sc_threshold 0 -pix_fmt yuv420p -c:a aac -b:a 96k")
            + words("-f hls -hls_time 10 -hls_playlist_type vod -master_pl_name film.m3u8")
            + ["-var_stream_map", "v:0,a:0,name:240p v:1,a:1,name:480p"]
            + ["-hls_segment_filename", "\(directory)/%v/segment%d.ts", "\(directory)/%v/index.m3u8"]
    }

    private static func source(size: String, seconds: Int) -> [String] {
        words("ffmpeg -hide_banner -nostdin -loglevel error -nostats -progress pipe:1 -y")
            + words("-f lavfi -i testsrc2=size=\(size):rate=25")
            + words("-f lavfi -i sine=frequency=440:beep_factor=4:sample_rate=48000 -t \(seconds)")
    }

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map { String($0) } }
}
