internal import LinuxIO
package import Logging

/// The shape of our own messages' lines.
package enum LogLineFormat: Sendable {
    /// `2026-11-25T15:04:05Z INF message key=value`
    case common
    /// `{"level":"info","time":"2026-11-25T15:04:05Z","message":"message","key":"value"}`
    case json
}

/// Writes what swift-log is told as lines; each is written before `log` returns.
package struct LogLines: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogLineFormat
    private let destination: LogDestination
    private let isColoured: Bool
    private let zone = Locked(LocalZone())

    /// - Parameter allowsColours: whether lines have colours on a terminal.
    package init(
        level: Logger.Level, format: LogLineFormat, destination: LogDestination, allowsColours: Bool = true
    ) {
        logLevel = level
        isColoured = allowsColours && destination.isTerminal
        self.format = format
        self.destination = destination
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let now = WallTime.now
        let time = zone.withLock { $0.time(at: now) }
        let buffer = ByteBuffer(capacity: 512)
        append(event, at: time, to: buffer)
        destination.write(buffer)
    }

    func append(_ event: LogEvent, at time: CalendarTime, to buffer: ByteBuffer) {
        let fields = fields(of: event)
        switch format {
        case .common:
            let line = CommonLine(isColoured: isColoured)
            line.append(event.level, event.message.description, fields, at: time, to: buffer)
        case .json:
            JSONLine.append(event.level, event.message.description, fields, at: time, to: buffer)
        }
        buffer.append(Octet.lineFeed)
    }

    /// Everything that is known of the event, by name; what the call says beats what its logger or the provider says.
    private func fields(of event: LogEvent) -> [(key: String, value: Logger.MetadataValue)] {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error)" }
        return all.sorted { $0.key < $1.key }
    }
}

/// A logger whose lines go to `destination`.
package func makeLogger(
    level: Logger.Level, format: LogLineFormat, destination: LogDestination, allowsColours: Bool = true
) -> Logger {
    Logger(label: "usher") { _ in
        LogLines(level: level, format: format, destination: destination, allowsColours: allowsColours)
    }
}
