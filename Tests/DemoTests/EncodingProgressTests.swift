import Testing

@testable import Demo

@Suite struct EncodingProgressTests {
    @Test func theTimeThatIsOutDecides() {
        var progress = EncodingProgress(seconds: 60)
        let lines = ["frame=1", "out_time_us=30000000", "out_time_us=30000001", "out_time_us=N/A", "out_time_us=60010667"]
        let news = lines.map { progress.take($0) }
        #expect(news == [false, true, false, false, true])
        #expect(progress.percent == 100)
        #expect(progress.complaints.isEmpty)
    }

    @Test func whatIsNoProgressIsKept() {
        var progress = EncodingProgress(seconds: 60)
        for line in 1...12 { _ = progress.take("line \(line): No space left on device") }
        #expect(progress.complaints.count == 10)
        #expect(progress.complaints.last == "line 12: No space left on device")
    }
}
