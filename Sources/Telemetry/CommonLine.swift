internal import LinuxIO
internal import Logging

/// A message as `2026-11-25T15:04:05Z INF message key=value`, with colours on a terminal.
struct CommonLine {
    let isColoured: Bool

    func append(
        _ level: Logger.Level, _ message: String, _ fields: [(key: String, value: Logger.MetadataValue)],
        at time: CalendarTime, to buffer: ByteBuffer
    ) {
        colour("90", in: buffer) { time.appendInternetTime(precise: false, to: buffer) }
        buffer.append(Octet.space)
        colour(level.colour, in: buffer) { buffer.append(level.abbreviation) }
        buffer.append(Octet.space)
        OutsideText.append(message, as: .message, to: buffer)
        for (key, value) in fields {
            buffer.append(Octet.space)
            colour("36", in: buffer) {
                OutsideText.append(key, as: .bare, to: buffer)
                buffer.append(Octet.equals)
            }
            append(value.description, to: buffer)
        }
    }

    /// A value, in quotes where it could not be told from what follows.
    private func append(_ value: String, to buffer: ByteBuffer) {
        if OutsideText.isWord(value) { return buffer.append(text: value) }
        buffer.append(Octet.quote)
        OutsideText.append(value, as: .quoted, to: buffer)
        buffer.append(Octet.quote)
    }

    private func colour(_ code: StaticString, in buffer: ByteBuffer, _ body: () -> Void) {
        guard isColoured else { return body() }
        buffer.append(Octet.escape)
        buffer.append(Octet.openBracket)
        buffer.append(code)
        buffer.append("m")
        body()
        buffer.append(Octet.escape)
        buffer.append("[0m")
    }
}

extension Logger.Level {
    fileprivate var abbreviation: StaticString {
        switch self {
        case .trace: "TRC"
        case .debug: "DBG"
        case .info, .notice: "INF"
        case .warning: "WRN"
        case .error: "ERR"
        case .critical: "FTL"
        }
    }

    /// The terminal's number of the colour.
    fileprivate var colour: StaticString {
        switch self {
        case .trace: "34"
        case .debug: "33"
        case .info, .notice: "32"
        case .warning, .error, .critical: "31"
        }
    }
}
