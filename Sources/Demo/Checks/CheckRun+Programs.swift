internal import Glibc

/// What other programs make of it: curl for TLS, ffprobe as a player.
extension CheckRun {
    func checkSecure(_ film: FileFacts) {
        let start = film.size / 2 + 12_345
        let range = start..<start + 1_048_576
        check("HTTPS: the same bytes, a hit") { (line) throws(DemoFailure) in
            let run = try ProgramRun(
                [
                    "curl", "-k", "-sS", "--max-time", "30", "-r", "\(range.lowerBound)-\(range.upperBound - 1)",
                    "https://127.0.0.1:\(tlsPort)/media/film.mp4",
                ], among: children)
            line.note(status: "-", bytes: run.output.count)
            line.expect(run.status == 0, "curl ends with \(run.status)")
            let wanted = try FileBytes.part(library.film, range)
            line.expect(run.output == wanted, "bytes differ from the file")
            line.expectNothingFetched()
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
