internal import Glibc

/// Makes what is missing of the demo's media, and shows how far it is.
struct MediaMaker {
    let library: MediaLibrary
    let children: Children

    /// Makes the media, unless they are complete already.
    func makeMissing() throws(DemoFailure) {
        guard !library.isComplete else { return Screen.say("media: \(library.directory) (made before)") }
        Screen.say("media: \(library.directory)")
        try Directory.make(library.directory)
        try make("HLS film, 2 renditions", seconds: MediaRecipe.streamSeconds, at: library.stream) {
            (path) throws(DemoFailure) in
            try Directory.make(path)
            return MediaRecipe.stream(in: path)
        }
        try make("MP4 of more than 1 GiB", seconds: MediaRecipe.filmSeconds, at: library.film) {
            MediaRecipe.film(to: $0)
        }
        try library.noteComplete()
    }

    /// Makes one thing under a temporary name, and gives it its own when it is whole.
    private func make(
        _ title: String, seconds: Int, at path: String, arguments: (String) throws(DemoFailure) -> [String]
    ) throws(DemoFailure) {
        let temporary = "\(path).\(getpid())"
        defer { Directory.remove(temporary) }
        try encode(title, seconds: seconds, try arguments(temporary))
        Directory.remove(path)
        try Directory.move(temporary, to: path)
    }

    private func encode(_ title: String, seconds: Int, _ arguments: [String]) throws(DemoFailure) {
        var progress = EncodingProgress(seconds: seconds)
        ProgressLine.show(title, percent: 0)
        let status: Int32
        do throws(DemoFailure) {
            status = try ProgramRun.run(arguments, among: children) { line in
                if progress.take(line) { ProgressLine.show(title, percent: progress.percent) }
            }
        } catch {
            ProgressLine.end()
            throw children.isStopping ? error : DemoFailure("\(error); it is in the Debian package ffmpeg")
        }
        ProgressLine.end()
        guard status == 0 else {
            throw DemoFailure("ffmpeg failed (\(status)):\n\(progress.complaints.joined(separator: "\n"))")
        }
    }
}

/// One line of a terminal that is written over and over; in a file only its beginning and its end.
enum ProgressLine {
    static func show(_ title: String, percent: Int) {
        if Screen.isTerminal {
            let bar = String(repeating: "#", count: percent / 4) + String(repeating: ".", count: 25 - percent / 4)
            Screen.say("\r  \(title) [\(bar)] \(percent)%", end: "")
        } else if percent == 0 || percent == 100 {
            Screen.say("  \(title): \(percent)%")
        }
    }

    static func end() { if Screen.isTerminal { Screen.say("") } }
}
