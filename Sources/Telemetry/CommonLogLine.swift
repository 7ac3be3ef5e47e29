internal import LinuxIO

/// An access record in the common log format, continued as Traefik does:
///
///     192.0.2.1 - ann [25/Nov/2026:15:04:05 +0000] "GET /film HTTP/1.1" 206 65536 "-" "VLC/3" 7 "films@docker"
///     "http://10.0.0.5:80" 12ms
///
/// (one line). What is missing is `-`.
struct CommonLogLine {
    private let record: AccessRecord
    private let choice: AccessFieldChoice
    private let buffer: ByteBuffer

    /// - Parameter isGeneric: ends behind the user agent, where the format's own fields end.
    static func append(
        _ record: AccessRecord, number: UInt64, at time: CalendarTime, isGeneric: Bool,
        choice: AccessFieldChoice = .all, to buffer: ByteBuffer
    ) {
        let line = CommonLogLine(record: record, choice: choice, buffer: buffer)
        line.appendStart(time)
        line.appendRequestLine()
        line.append("DownstreamStatus", UInt64(record.status))
        line.append("DownstreamContentSize", record.responseBytes)
        line.appendQuoted(line.header("Referer"))
        line.appendQuoted(line.header("User-Agent"))
        if !isGeneric { line.appendRouting(number) }
        buffer.append(Octet.lineFeed)
    }

    private func appendStart(_ time: CalendarTime) {
        appendBare(unlessDropped("ClientHost", record.clientHost))
        buffer.append(" - ")
        appendBare(unlessDropped("ClientUsername", record.user))
        buffer.append(" [")
        time.appendCommonLogTime(to: buffer)
        buffer.append("] ")
    }

    private func appendRequestLine() {
        buffer.append(Octet.quote)
        appendInQuotes(unlessDropped("RequestMethod", record.method))
        buffer.append(Octet.space)
        appendInQuotes(unlessDropped("RequestPath", record.target))
        buffer.append(Octet.space)
        buffer.append(choice.keeps("RequestProtocol") ? record.version : "-")
        buffer.append(Octet.quote)
    }

    private func appendRouting(_ number: UInt64) {
        append("RequestCount", number)
        appendQuoted(unlessDropped("RouterName", record.router))
        appendQuoted(unlessDropped("ServiceURL", record.serverURL))
        buffer.append(Octet.space)
        buffer.append(decimal: choice.keeps("Duration") ? record.duration.nanoseconds / 1_000_000 : 0)
        buffer.append("ms")
    }

    // MARK: One field

    private func unlessDropped(_ name: StaticString, _ text: String) -> String { choice.keeps(name) ? text : "" }

    private func header(_ name: String) -> String {
        record.headers.first { $0.side == .request && $0.name == name }?.value ?? ""
    }

    private func append(_ name: StaticString, _ number: UInt64) {
        buffer.append(Octet.space)
        if choice.keeps(name) { buffer.append(decimal: number) } else { buffer.append(Octet.minus) }
    }

    private func appendBare(_ text: String) { OutsideText.append(text.isEmpty ? "-" : text, as: .bare, to: buffer) }

    private func appendQuoted(_ text: String) {
        buffer.append(" \"")
        appendInQuotes(text)
        buffer.append(Octet.quote)
    }

    private func appendInQuotes(_ text: String) {
        OutsideText.append(text.isEmpty ? "-" : text, as: .quoted, to: buffer)
    }
}
