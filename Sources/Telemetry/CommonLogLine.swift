internal import LinuxIO

/// An access record in the common log format, continued as Traefik does:
///
///     192.0.2.1 - ann [25/Nov/2026:15:04:05 +0000] "GET /film HTTP/1.1" 206 65536 "-" "VLC/3" 7 "films@docker"
///     "http://10.0.0.5:80" 12ms
///
/// (one line). What is missing is `-`.
enum CommonLogLine {
    /// - Parameter isGeneric: ends behind the user agent, where the format's own fields end.
    static func append(
        _ record: AccessRecord, number: UInt64, at time: CalendarTime, isGeneric: Bool, to buffer: ByteBuffer
    ) {
        appendBare(record.clientHost, to: buffer)
        buffer.append(" - ")
        appendBare(record.user, to: buffer)
        buffer.append(" [")
        time.appendCommonLogTime(to: buffer)
        buffer.append("] ")
        appendRequestLine(record, to: buffer)
        append(UInt64(record.status), to: buffer)
        append(record.responseBytes, to: buffer)
        appendQuoted(record.referer, to: buffer)
        appendQuoted(record.userAgent, to: buffer)
        if !isGeneric { appendRouting(record, number, to: buffer) }
        buffer.append(Octet.lineFeed)
    }

    private static func appendRequestLine(_ record: AccessRecord, to buffer: ByteBuffer) {
        buffer.append(Octet.quote)
        appendInQuotes(record.method, to: buffer)
        buffer.append(Octet.space)
        appendInQuotes(record.target, to: buffer)
        buffer.append(Octet.space)
        buffer.append(record.version)
        buffer.append(Octet.quote)
    }

    private static func appendRouting(_ record: AccessRecord, _ number: UInt64, to buffer: ByteBuffer) {
        append(number, to: buffer)
        appendQuoted(record.router, to: buffer)
        appendQuoted(record.serverURL, to: buffer)
        append(record.duration.nanoseconds / 1_000_000, to: buffer)
        buffer.append("ms")
    }

    // MARK: One field

    private static func append(_ number: UInt64, to buffer: ByteBuffer) {
        buffer.append(Octet.space)
        buffer.append(decimal: number)
    }

    private static func appendBare(_ text: String, to buffer: ByteBuffer) {
        OutsideText.append(text.isEmpty ? "-" : text, as: .bare, to: buffer)
    }

    private static func appendQuoted(_ text: String, to buffer: ByteBuffer) {
        buffer.append(" \"")
        appendInQuotes(text, to: buffer)
        buffer.append(Octet.quote)
    }

    private static func appendInQuotes(_ text: String, to buffer: ByteBuffer) {
        OutsideText.append(text.isEmpty ? "-" : text, as: .quoted, to: buffer)
    }
}
