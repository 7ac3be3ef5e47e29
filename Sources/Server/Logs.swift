internal import Configuration
internal import LinuxIO
internal import Logging
internal import Telemetry

/// usher's own log and the access log, as the configuration wants them.
final class Logs: Sendable {
    let logger: Logger
    let access: AccessLog?
    private let destination: LogDestination

    init(_ fixed: StaticConfiguration) throws(StartFailure) {
        let path = fixed.log.filePath
        let keeper =
            path.isEmpty || fixed.log.rotation == LogRotation() ? nil : LogKeeper(path: path, fixed.log.rotation)
        let megabytes = UInt64(fixed.log.rotation.maxSize)
        destination = try Logs.open(
            path, "log.filePath",
            limit: megabytes == 0 ? nil : LogLimit(bytes: megabytes << 20) { keeper?.tidySoon() })
        keeper?.tidySoon()
        logger = makeLogger(
            level: Logger.Level(fixed.log.level), format: fixed.log.format == .json ? .json : .common,
            destination: destination, allowsColours: !fixed.log.noColor)
        guard let settings = fixed.accessLog else {
            access = nil
            return
        }
        access = AccessLog(
            format: AccessLineFormat(settings.format), choice: AccessFieldChoice(settings.fields),
            destination: try Logs.open(settings.filePath, "accessLog.filePath"), bufferingSize: settings.bufferingSize)
    }

    private static func open(
        _ path: String, _ option: String, limit: LogLimit? = nil
    ) throws(StartFailure) -> LogDestination {
        do throws(Errno) { return try LogDestination(path: path, limit: limit) } catch {
            throw StartFailure(text: "\(option) = \"\(path)\": cannot be written: \(error)")
        }
    }

    func reopen() {
        destination.reopen()
        access?.reopen()
    }

    func close() { access?.close() }
}

extension Logger.Level {
    fileprivate init(_ level: LogLevel) {
        self =
            switch level {
            case .trace: .trace
            case .debug: .debug
            case .info: .info
            case .warn: .warning
            case .error: .error
            case .fatal, .panic: .critical
            }
    }
}

extension AccessFieldChoice {
    fileprivate init(_ fields: AccessLogFields) {
        self.init(keepsOthers: fields.defaultMode == .keep, fields.names.mapValues { $0 == .keep })
    }
}

extension AccessLineFormat {
    fileprivate init(_ format: AccessLogFormat) {
        self =
            switch format {
            case .common: .common
            case .json: .json
            case .genericCLF: .genericCLF
            }
    }
}
