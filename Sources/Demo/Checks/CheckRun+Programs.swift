internal import Glibc

/// What other programs make of it: curl for TLS, ffprobe as a player.
extension CheckRun {
    /// The port is part of the host and so of an object's key: under the plain port's name, TLS finds what is stored.
    func checkSecure(_ film: FileFacts) {
        checkSecure("HTTPS: the same bytes", film, options: []) { $0.expect($0.fetched().requests > 0, "a hit") }
        checkSecure("HTTPS, Host as by HTTP: hit", film, options: ["-H", "Host: 127.0.0.1:\(client.port)"]) {
            $0.expectNothingFetched()
        }
    }

    private func checkSecure(
        _ name: String, _ film: FileFacts, options: [String], then expect: (inout CheckLine) -> Void
    ) {
        let range = film.size / 2..<film.size / 2 + 1_048_576
        let url = "https://127.0.0.1:\(tlsPort)/media/film.mp4"
        let asked = ["-r", "\(range.lowerBound)-\(range.upperBound - 1)", url]
        check(name) { (line) throws(DemoFailure) in
            let run = try ProgramRun(["curl", "-k", "-sS", "--max-time", "30"] + options + asked, among: children)
            line.note(status: "-", bytes: run.output.count)
            line.expect(run.status == 0, "curl ends with \(run.status)")
            let wanted = try FileBytes.part(library.film, range)
            line.expect(run.output == wanted, "bytes differ from the file")
            expect(&line)
        }
    }

    func checkPlayers() {
        checkDuration("ffprobe: MP4", "film.mp4", seconds: MediaRecipe.filmSeconds)
        checkDuration("ffprobe: HLS", "hls/film.m3u8", seconds: MediaRecipe.streamSeconds)
    }

    private func checkDuration(_ name: String, _ file: String, seconds: Int) {
        check(name) { (line) throws(DemoFailure) in
            let run = try ProgramRun(
                [
                    "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0",
                    "http://127.0.0.1:\(client.port)/media/\(file)",
                ], among: children)
            line.expect(run.status == 0, "ffprobe ends with \(run.status)")
            let text = String(run.text.prefix { $0 != "\n" })
            line.expect(abs((Double(text) ?? 0) - Double(seconds)) < 1, "\(text) s, not \(seconds) s")
        }
    }
}
