/// What ffmpeg says while it works: `key=value` lines of `-progress`, and errors among them.
struct EncodingProgress {
    private let seconds: Int
    /// The last lines that were no progress.
    private(set) var complaints: [String] = []
    /// How far it is, 0…100.
    private(set) var percent = 0

    /// - Parameter seconds: how long the result will play.
    init(seconds: Int) { self.seconds = seconds }

    /// Takes one line; whether `percent` has changed.
    mutating func take(_ line: String) -> Bool {
        let parts = line.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, !parts[0].contains(" ") else {
            if !line.isEmpty { complaints = complaints.suffix(9) + [line] }
            return false
        }
        guard parts[0] == "out_time_us", let microseconds = Int(parts[1]) else { return false }
        let before = percent
        percent = min(100, max(0, microseconds / (10_000 * seconds)))
        return percent != before
    }
}
