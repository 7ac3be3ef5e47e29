import Testing

@testable import Demo

@Suite struct EncodingProgressTests {
    @Test func theTimeThatIsOutDecides() {
        var progress = EncodingProgress(seconds: 60)
        let times = ["30000000", "30000001", "N/A", "60010667"]
        let news = (["frame=1"] + times.map { "out_time_us=\($0)" }).map { progress.take($0) }
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
