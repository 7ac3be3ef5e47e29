import Glibc
import LinuxIO
import Testing

@testable import Telemetry

@Suite struct CalendarTimeTests {
    private let moment = WallTime(seconds: 1_795_619_045, nanoseconds: 7_000_042)

    private func written(_ body: (ByteBuffer) -> Void) -> String {
        let buffer = ByteBuffer(capacity: 16)
        body(buffer)
        return buffer.string
    }

    @Test func internetTime() {
        let time = CalendarTime(moment)
        #expect(written { time.appendInternetTime(precise: false, to: $0) } == "2026-11-25T15:04:05Z")
        #expect(written { time.appendInternetTime(precise: true, to: $0) } == "2026-11-25T15:04:05.007000042Z")
    }

    @Test func otherZonesSayHowFarTheyAre() {
        let india = CalendarTime(moment, offset: 19_800)
        #expect(written { india.appendInternetTime(precise: false, to: $0) } == "2026-11-25T20:34:05+05:30")
        let brazil = CalendarTime(moment, offset: -10_800)
        #expect(written { brazil.appendCommonLogTime(to: $0) } == "25/Nov/2026:12:04:05 -0300")
    }

    @Test func theCommonLogsTime() {
        #expect(written { CalendarTime(moment).appendCommonLogTime(to: $0) } == "25/Nov/2026:15:04:05 +0000")
    }

    /// True in whatever zone the tests run, on both sides of a change to summer time.
    @Test func theLocalZoneIsTheCLibrarys() {
        var zone = LocalZone()
        for moment in [moment, moment, WallTime(seconds: 1_783_000_000)] {
            var seconds = time_t(moment.seconds)
            var fields = unsafe tm()
            var text = [CChar](repeating: 0, count: 64)
            unsafe localtime_r(&seconds, &fields)
            let length = unsafe strftime(&text, text.count, "%d/%b/%Y:%H:%M:%S %z", &fields)
            let expected = String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let time = zone.time(at: moment)
            #expect(written { time.appendCommonLogTime(to: $0) } == expected)
        }
    }
}
