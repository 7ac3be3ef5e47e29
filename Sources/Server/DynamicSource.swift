internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Logging
internal import Proxy
internal import Routing
internal import TLS
internal import Transport

/// Everything that a reload replaces.
struct Generation: Sendable {
    let snapshot: Snapshot
    /// By entry point.
    let settings: [String: ServerSettings]
}

/// Reads the file provider's file into generations; blocks.
final class DynamicSource: Sendable {
    private let fixed: StaticConfiguration
    private let certificates: Certificates
    private let logger: Logger
    /// What the file said when it was last read.
    private let known = Locked<DynamicConfiguration?>(nil)

    init(_ fixed: StaticConfiguration, _ certificates: Certificates, _ logger: Logger) {
        (self.fixed, self.certificates, self.logger) = (fixed, certificates, logger)
    }

    /// What the file says now. Nil, with the reason logged, when the file as a whole is no good: what serves goes on.
    func read() -> Generation? {
        let loaded = loadFile()
        known.withLock { $0 = loaded.model }
        guard loaded.model != nil else {
            for problem in loaded.problems { logger.error("\(problem)") }
            return nil
        }
        let snapshot = Snapshot(loaded, for: fixed)
        let (tls, tlsProblems) = certificates.load(snapshot.dynamic.tls, logger: logger)
        for problem in loaded.problems + snapshot.plan.problems { log(problem) }
        for problem in tlsProblems { logger.error("\(problem)") }
        return Generation(snapshot: snapshot, settings: settings(snapshot, tls))
    }

    /// Whether the file now says something else than when it was last read.
    func hasChanged() -> Bool {
        let now = loadFile().model
        return known.withLock { $0 != now }
    }

    /// A configuration without any router, for a first start whose file cannot be read.
    func empty() -> Generation {
        let nothing = Loaded<DynamicConfiguration>(model: DynamicConfiguration(), problems: [])
        let snapshot = Snapshot(nothing, for: fixed)
        let (tls, _) = certificates.load(TLSSettings(), logger: logger)
        return Generation(snapshot: snapshot, settings: settings(snapshot, tls))
    }

    private func loadFile() -> Loaded<DynamicConfiguration> {
        guard let file = fixed.providers.file else { return Loaded(model: DynamicConfiguration(), problems: []) }
        return DynamicConfiguration.load(file: file.filename, for: fixed)
    }

    private func log(_ problem: ConfigProblem) {
        if problem.severity == .error { logger.error("\(problem)") } else { logger.warning("\(problem)") }
    }

    private func settings(_ snapshot: Snapshot, _ tls: ServerTLS?) -> [String: ServerSettings] {
        var result: [String: ServerSettings] = [:]
        for entryPoint in fixed.entryPoints {
            let hasSecure = snapshot.plan.entryPoints[entryPoint.name]?.secure.routes.isEmpty == false
            result[entryPoint.name] = ServerSettings(entryPoint, tls: hasSecure || entryPoint.givesTLS ? tls : nil)
        }
        return result
    }
}

extension ServerSettings {
    convenience init(_ entryPoint: EntryPoint, tls: ServerTLS?) {
        let given = entryPoint.timeouts
        var timeouts = Timeouts()
        (timeouts.read, timeouts.write, timeouts.idle) = (given.read, given.write, given.idle)
        (timeouts.handshake, timeouts.header, timeouts.body) = (given.handshake, given.header, given.body)
        (timeouts.send, timeouts.halfClosed) = (given.send, given.halfClosed)
        timeouts.keepAlive = entryPoint.keepAliveMaxTime
        self.init(
            limits: HeadLimits(bytes: entryPoint.maxHeaderBytes), timeouts: timeouts,
            keepAliveRequests: entryPoint.keepAliveMaxRequests, proxyPeers: entryPoint.proxyPeers, tls: tls)
    }
}
