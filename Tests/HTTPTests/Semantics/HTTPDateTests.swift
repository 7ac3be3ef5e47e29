import Testing

@testable import HTTP

@Suite struct HTTPDateTests {
    /// 2026-11-24 00:00:00.
    private let now: Int64 = 1_795_478_400

    @Test(
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("  Sun, 06 Nov 1994 08:49:37 GMT\t", 784_111_777),
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Wed, 31 Dec 1969 23:59:59 GMT", -1),
            ("Thu, 29 Feb 2024 12:00:00 GMT", 1_709_208_000),
            ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
            ("Fri, 31 Dec 2016 23:59:60 GMT", 1_483_228_800),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799),
            ("Sat, 01 Jan 0000 00:00:00 GMT", -62_167_219_200),
            ("Wed Nov 16 08:49:37 1994", 784_975_777),
        ] as [(String, Int64)])
    func formsAreRead(text: String, seconds: Int64) {
        #expect(withField(text) { HTTPDate.parse($0, now: now) } == seconds)
    }

    @Test(arguments: [
        "", "0", "-1", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 gmt", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 31 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 2023 12:00:00 GMT", "Thu, 29 Feb 1900 12:00:00 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT ", "Xxx, 06 Nov 1994 08:49:37 GMT", "Sun; 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT", "Funday, 06-Nov-94 08:49:37 GMT", "Sunday, 06 Nov 94 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37", "Sun Nov 06 08:49:37 94", "Sun Nov   6 8:49:37 1994",
        "Sun Nov 6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 +000", "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
    ])
    func otherThingsAreNoDates(text: String) {
        #expect(withField(text) { HTTPDate.parse($0, now: now) } == nil)
    }

    @Test(arguments: [
        ("Tuesday, 24-Nov-76 00:00:00 GMT", "Tue, 24 Nov 2076 00:00:00 GMT"),
        ("Wednesday, 24-Nov-76 00:00:01 GMT", "Wed, 24 Nov 1976 00:00:01 GMT"),
        ("Monday, 01-Jan-77 00:00:00 GMT", "Sat, 01 Jan 1977 00:00:00 GMT"),
        ("Saturday, 01-Jan-00 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT"),
        ("Friday, 31-Dec-99 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:59 GMT"),
    ])
    func twoDigitYearsAreAtMostFiftyYearsAhead(text: String, same: String) {
        let read = withField(text) { HTTPDate.parse($0, now: now) }
        #expect(read != nil)
        #expect(written { HTTPDate.append(read ?? 0, to: $0) } == same)
    }

    @Test func theCalendarAgreesWithCountingDays() {
        var date = CivilDate(year: 1600, month: 1, day: 1)
        for days in date.daysSince1970..<CivilDate(year: 2420, month: 1, day: 1).daysSince1970 {
            guard CivilDate(daysSince1970: days) == date, date.daysSince1970 == days else {
                Issue.record("day \(days) is not \(date)")
                return
            }
            date = nextDay(date)
        }
    }

    private func nextDay(_ date: CivilDate) -> CivilDate {
        let lengths = [31, CivilDate.isLeap(date.year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if date.day < lengths[date.month - 1] {
            return CivilDate(year: date.year, month: date.month, day: date.day + 1)
        }
        return date.month < 12
            ? CivilDate(year: date.year, month: date.month + 1, day: 1)
            : CivilDate(year: date.year + 1, month: 1, day: 1)
    }

    @Test func whatIsWrittenIsReadBack() {
        var random = SeededRandom(1)
        for _ in 0..<5000 {
            let seconds = Int64.random(in: -62_167_219_200...253_402_300_799, using: &random)
            let text = written { HTTPDate.append(seconds, to: $0) }
            guard text.utf8.count == HTTPDate.formattedCount,
                withField(text, { HTTPDate.parse($0, now: now) }) == seconds
            else {
                Issue.record("\(seconds) became \(text)")
                return
            }
        }
    }

    @Test func weekdaysAndLimitsAreWritten() {
        #expect(written { HTTPDate.append(784_111_777, to: $0) } == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(written { HTTPDate.append(0, to: $0) } == "Thu, 01 Jan 1970 00:00:00 GMT")
        #expect(written { HTTPDate.append(-1, to: $0) } == "Wed, 31 Dec 1969 23:59:59 GMT")
        #expect(written { HTTPDate.append(.max, to: $0) } == "Fri, 31 Dec 9999 23:59:59 GMT")
        #expect(written { HTTPDate.append(.min, to: $0) } == "Sat, 01 Jan 0000 00:00:00 GMT")
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededRandom(2)
        for _ in 0..<20_000 {
            var bytes = Array("Sun, 06 Nov 1994 08:49:37 GMT".utf8)
            if Bool.random(using: &random) { bytes = Array("Sunday, 06-Nov-94 08:49:37 GMT".utf8) }
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...2, using: &random))
            let clock = Int64.random(in: .min ... .max, using: &random)
            _ = withField(bytes) { HTTPDate.parse($0, now: clock) }
        }
    }
}
