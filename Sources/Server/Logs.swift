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
        destination = try Logs.open(fixed.log.filePath, "log.filePath")
        logger = makeLogger(
            level: Logger.Level(fixed.log.level), format: fixed.log.format == .json ? .json : .common,
            destination: destination)
        guard let settings = fixed.accessLog else {
            access = nil
            return
        }
        access = AccessLog(
            format: AccessLineFormat(settings.format),
            destination: try Logs.open(settings.filePath, "accessLog.filePath"), bufferingSize: settings.bufferingSize)
    }

    private static func open(_ path: String, _ option: String) throws(StartFailure) -> LogDestination {
        do throws(Errno) { return try LogDestination(path: path) } catch {
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
