internal import Glibc
package import LinuxIO

/// A moment as calendars and clocks of one zone show it, and the two ways in which lines write it.
struct CalendarTime {
    private let year: Int32
    /// 0 to 11.
    private let month: Int32
    private let day: Int32
    private let hour: Int32
    private let minute: Int32
    private let second: Int32
    private let nanoseconds: Int32
    /// Seconds east of Greenwich.
    private let offset: Int

    init(_ time: WallTime, offset: Int = 0) {
        var seconds = time_t(time.seconds) + offset
        var fields = unsafe tm()
        _ = unsafe gmtime_r(&seconds, &fields)
        // Years that the forms cannot hold become the nearest that they can.
        year = max(0, min(9999, unsafe fields.tm_year + 1900))
        (month, day) = unsafe (fields.tm_mon, fields.tm_mday)
        (hour, minute, second) = unsafe (fields.tm_hour, fields.tm_min, fields.tm_sec)
        nanoseconds = time.nanoseconds
        self.offset = offset
    }

    /// As in RFC 3339: `2026-11-25T15:04:05Z` or, elsewhere, `2026-11-25T16:04:05+01:00`.
    ///
    /// - Parameter precise: with the nanoseconds.
    func appendInternetTime(precise: Bool, to buffer: ByteBuffer) {
        appendYear(to: buffer)
        buffer.append(Octet.minus)
        append(month + 1, to: buffer)
        buffer.append(Octet.minus)
        append(day, to: buffer)
        buffer.append(Octet.upperT)
        appendClock(to: buffer)
        if precise { appendFraction(to: buffer) }
        if offset == 0 { return buffer.append(Octet.upperZ) }
        appendOffset(colon: true, to: buffer)
    }

    /// As in the common log format: `25/Nov/2026:16:04:05 +0100`.
    func appendCommonLogTime(to buffer: ByteBuffer) {
        append(day, to: buffer)
        buffer.append(Octet.slash)
        for letter in 3 * Int(month)..<3 * Int(month) + 3 { unsafe buffer.append(Self.months.utf8Start[letter]) }
        buffer.append(Octet.slash)
        appendYear(to: buffer)
        buffer.append(Octet.colon)
        appendClock(to: buffer)
        buffer.append(Octet.space)
        appendOffset(colon: false, to: buffer)
    }

    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    private func appendYear(to buffer: ByteBuffer) {
        append(year / 100, to: buffer)
        append(year % 100, to: buffer)
    }

    private func appendClock(to buffer: ByteBuffer) {
        append(hour, to: buffer)
        buffer.append(Octet.colon)
        append(minute, to: buffer)
        buffer.append(Octet.colon)
        append(second, to: buffer)
    }

    private func appendFraction(to buffer: ByteBuffer) {
        buffer.append(Octet.dot)
        var divisor: Int32 = 100_000_000
        while divisor > 0 {
            buffer.append(Octet.zero + UInt8(nanoseconds / divisor % 10))
            divisor /= 10
        }
    }

    private func appendOffset(colon: Bool, to buffer: ByteBuffer) {
        buffer.append(offset < 0 ? Octet.minus : Octet.plus)
        let minutes = Int32(clamping: offset.magnitude / 60)
        append(minutes / 60, to: buffer)
        if colon { buffer.append(Octet.colon) }
        append(minutes % 60, to: buffer)
    }

    /// Two digits.
    private func append(_ number: Int32, to buffer: ByteBuffer) {
        buffer.append(Octet.zero + UInt8(number / 10))
        buffer.append(Octet.zero + UInt8(number % 10))
    }
}

/// The machine's own time zone; asks the C library once a second at most.
struct LocalZone {
    private var second = Int64.min
    private var offset = 0

    init() { tzset() }

    mutating func time(at moment: WallTime) -> CalendarTime {
        if moment.seconds != second {
            var seconds = time_t(moment.seconds)
            var fields = unsafe tm()
            offset = unsafe localtime_r(&seconds, &fields) == nil ? 0 : fields.tm_gmtoff
            second = moment.seconds
        }
        return CalendarTime(moment, offset: offset)
    }
}

extension WallTime {
    /// As in RFC 3339, in UTC and with nanoseconds: `2026-11-25T15:04:05.000000001Z`.
    package var internetText: String {
        let buffer = ByteBuffer(capacity: 40)
        CalendarTime(self).appendInternetTime(precise: true, to: buffer)
        return String(decoding: buffer.array, as: UTF8.self)
    }
}
