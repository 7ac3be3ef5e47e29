package import LinuxIO

/// Dates of HTTP (RFC 9110 §5.6.7) as seconds since 1970.
///
/// Three forms are read, one is written:
///
///     Sun, 06 Nov 1994 08:49:37 GMT    IMF-fixdate, 29 bytes
///     Sunday, 06-Nov-94 08:49:37 GMT   RFC 850, two-digit year
///     Sun Nov  6 08:49:37 1994         asctime, 24 bytes
///
/// A day's name must be one, but need not be the date's own: it carries nothing, and some servers get it wrong. Second
/// 60 (a leap second) counts as the next minute's first.
package enum HTTPDate {
    /// Bytes that `append` writes.
    package static let formattedCount = 29

    /// The date in a field value; nil when it is none of the three forms or names a day or time that does not exist.
    ///
    /// - Parameter now: seconds since 1970; decides the century of a two-digit year, which is never more than 50 years
    ///   ahead. Nothing else depends on it.
    package static func parse(_ value: RawSpan, now: Int64) -> Int64? {
        let field = FieldScan(value).rest
        if field.count == formattedCount, let seconds = fixdate(value, field.lowerBound) { return seconds }
        return asctime(value, field) ?? rfc850(value, field, now)
    }

    /// Writes `seconds` as an IMF-fixdate; years outside 0000–9999, which the form cannot hold, become the nearest one.
    package static func append(_ seconds: Int64, to buffer: ByteBuffer) {
        let clamped = Int(min(max(seconds, -62_167_219_200), 253_402_300_799))
        let days = clamped.flooredQuotient(86_400)
        let date = CivilDate(daysSince1970: days)
        let time = clamped - days * 86_400
        buffer.reserve(formattedCount)
        append(nameIn: weekdays, (days + 4) - (days + 4).flooredQuotient(7) * 7, to: buffer)
        buffer.append(", ")
        append(twoDigits: date.day, to: buffer)
        buffer.append(Octet.space)
        append(nameIn: months, date.month - 1, to: buffer)
        buffer.append(Octet.space)
        append(twoDigits: date.year / 100, to: buffer)
        append(twoDigits: date.year % 100, to: buffer)
        buffer.append(Octet.space)
        append(twoDigits: time / 3600, to: buffer)
        buffer.append(Octet.colon)
        append(twoDigits: time / 60 % 60, to: buffer)
        buffer.append(Octet.colon)
        append(twoDigits: time % 60, to: buffer)
        buffer.append(" GMT")
    }

    // MARK: The forms

    private static func fixdate(_ bytes: RawSpan, _ at: Int) -> Int64? {
        guard weekday(bytes, at), bytes.holds(", ", at: at + 3), bytes.octet(at + 7) == Octet.space,
            let month = month(bytes, at + 8), bytes.octet(at + 11) == Octet.space,
            let day = bytes.digits(2, at: at + 5), let year = bytes.digits(4, at: at + 12),
            bytes.octet(at + 16) == Octet.space, let time = timeOfDay(bytes, at + 17), bytes.holds(" GMT", at: at + 25)
        else { return nil }
        return seconds(CivilDate(year: year, month: month, day: day), time)
    }

    private static func asctime(_ bytes: RawSpan, _ field: Range<Int>) -> Int64? {
        let at = field.lowerBound
        guard field.count == 24, weekday(bytes, at), bytes.octet(at + 3) == Octet.space,
            let month = month(bytes, at + 4), bytes.octet(at + 7) == Octet.space,
            let day = bytes.octet(at + 8) == Octet.space ? bytes.digits(1, at: at + 9) : bytes.digits(2, at: at + 8),
            bytes.octet(at + 10) == Octet.space, let time = timeOfDay(bytes, at + 11),
            bytes.octet(at + 19) == Octet.space, let year = bytes.digits(4, at: at + 20)
        else { return nil }
        return seconds(CivilDate(year: year, month: month, day: day), time)
    }

    private static func rfc850(_ bytes: RawSpan, _ field: Range<Int>, _ now: Int64) -> Int64? {
        var scan = FieldScan(bytes, in: field)
        guard let name = scan.token(bytes), isLongWeekday(bytes, name), scan.end - scan.position == 24 else {
            return nil
        }
        let at = scan.position
        guard bytes.holds(", ", at: at), let day = bytes.digits(2, at: at + 2), bytes.octet(at + 4) == Octet.minus,
            let month = month(bytes, at + 5), bytes.octet(at + 8) == Octet.minus,
            let year = bytes.digits(2, at: at + 9), bytes.octet(at + 11) == Octet.space,
            let time = timeOfDay(bytes, at + 12), bytes.holds(" GMT", at: at + 20)
        else { return nil }
        return closest(twoDigitYear: year, month: month, day: day, time: time, now: now)
    }

    /// The latest date with such a year's end that is not more than 50 years after `now`.
    private static func closest(twoDigitYear: Int, month: Int, day: Int, time: Int, now: Int64) -> Int64? {
        let clamped = Int(min(max(now, 0), 253_402_300_799))
        let today = CivilDate(daysSince1970: clamped / 86_400)
        let year = (today.year + 50) / 100 * 100 + twoDigitYear
        let limit = CivilDate(year: today.year + 50, month: today.month, day: today.day)
        let candidate = CivilDate(year: year, month: month, day: day)
        let tooLate =
            candidate.daysSince1970 * 86_400 + time > limit.daysSince1970 * 86_400 + clamped % 86_400
        return seconds(CivilDate(year: tooLate ? year - 100 : year, month: month, day: day), time)
    }

    private static func seconds(_ date: CivilDate, _ time: Int) -> Int64? {
        date.exists ? Int64(date.daysSince1970 * 86_400 + time) : nil
    }

    // MARK: Their parts

    private static let weekdays: StaticString = "SunMonTueWedThuFriSat"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    private static func weekday(_ bytes: RawSpan, _ at: Int) -> Bool { index(in: weekdays, bytes, at) != nil }

    private static func month(_ bytes: RawSpan, _ at: Int) -> Int? { index(in: months, bytes, at).map { $0 + 1 } }

    private static func index(in names: StaticString, _ bytes: RawSpan, _ at: Int) -> Int? {
        for entry in 0..<names.utf8CodeUnitCount / 3 {
            let name = unsafe names.utf8Start + entry * 3
            if unsafe bytes.octet(at) == name[0] && bytes.octet(at + 1) == name[1] && bytes.octet(at + 2) == name[2] {
                return entry
            }
        }
        return nil
    }

    private static func isLongWeekday(_ bytes: RawSpan, _ name: Range<Int>) -> Bool {
        let names: [7 of StaticString] = [
            "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
        ]
        for entry in names.indices
        where names[entry].utf8CodeUnitCount == name.count && bytes.holds(names[entry], at: name.lowerBound) {
            return true
        }
        return false
    }

    /// Seconds of `hh:mm:ss`.
    private static func timeOfDay(_ bytes: RawSpan, _ at: Int) -> Int? {
        guard let hour = bytes.digits(2, at: at), bytes.octet(at + 2) == Octet.colon,
            let minute = bytes.digits(2, at: at + 3), bytes.octet(at + 5) == Octet.colon,
            let second = bytes.digits(2, at: at + 6), hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    private static func append(nameIn names: StaticString, _ entry: Int, to buffer: ByteBuffer) {
        for offset in 0..<3 { unsafe buffer.append(names.utf8Start[entry * 3 + offset]) }
    }

    private static func append(twoDigits number: Int, to buffer: ByteBuffer) {
        buffer.append(Octet.zero + UInt8(number / 10))
        buffer.append(Octet.zero + UInt8(number % 10))
    }
}

extension RawSpan {
    /// The value of exactly `count` digits at `offset`; nil when one is none.
    fileprivate func digits(_ count: Int, at offset: Int) -> Int? {
        var value = 0
        for position in offset..<offset + count {
            guard FieldScan.isDigit(octet(position)) else { return nil }
            value = value * 10 + Int(octet(position) - Octet.zero)
        }
        return value
    }

    /// Whether `text` stands at `offset`; there are enough bytes.
    fileprivate func holds(_ text: StaticString, at offset: Int) -> Bool {
        for position in 0..<text.utf8CodeUnitCount
        where unsafe octet(offset + position) != text.utf8Start[position] { return false }
        return true
    }
}
