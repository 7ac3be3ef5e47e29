internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Logging
internal import Proxy
internal import Routing
internal import TLS
internal import Transport
internal import Upstream

/// Everything that a reload replaces.
struct Generation: Sendable {
    let loaded: Loaded<DynamicConfiguration>
    let snapshot: Snapshot
    /// By entry point.
    let settings: [String: ServerSettings]
    /// How servers are reached: by the transport's id, and the global one under nil.
    let transports: [String?: UpstreamSettings]
}

/// Reads what the file provider is pointed at into generations; blocks.
final class DynamicSource: Sendable {
    private let fixed: StaticConfiguration
    private let certificates: Certificates
    private let transports: Transports
    private let logger: Logger
    /// What the files said when they were last read.
    private let known = Locked<DynamicConfiguration?>(nil)
    private let lastGood = LastGoodFiles()

    init(
        _ fixed: StaticConfiguration, _ certificates: Certificates, _ transports: Transports, _ logger: Logger
    ) {
        (self.fixed, self.certificates, self.transports, self.logger) = (fixed, certificates, transports, logger)
    }

    /// What the files say now. Nil, with the reason logged, when there is nothing to go on with: what serves goes on.
    func read() -> Generation? {
        let loaded = load()
        known.withLock { $0 = loaded.model }
        guard loaded.model != nil else {
            for problem in loaded.problems { logger.error("\(problem)") }
            return nil
        }
        return generation(of: loaded)
    }

    private func generation(of loaded: Loaded<DynamicConfiguration>) -> Generation {
        let snapshot = Snapshot(loaded, for: fixed)
        for problem in loaded.problems + snapshot.plan.problems { log(problem) }
        let offer = certificates.load(snapshot.dynamic.tls, logger)
        let transports = self.transports.load(snapshot.dynamic.transports, logger)
        return Generation(
            loaded: loaded, snapshot: snapshot, settings: settings(snapshot, offer), transports: transports)
    }

    /// Whether the files now say something else than when they were last read.
    func hasChanged() -> Bool {
        let now = load().model
        return known.withLock { $0 != now }
    }

    /// A configuration without any router, for a first start whose files cannot be read.
    func empty() -> Generation {
        generation(of: Loaded<DynamicConfiguration>(model: DynamicConfiguration(), problems: []))
    }

    private func load() -> Loaded<DynamicConfiguration> {
        guard let file = fixed.providers.file else { return Loaded(model: DynamicConfiguration(), problems: []) }
        return DynamicConfiguration.load(file, for: fixed, lastGood: lastGood)
    }

    private func log(_ problem: ConfigProblem) {
        if problem.severity == .error { logger.error("\(problem)") } else { logger.warning("\(problem)") }
    }

    private func settings(_ snapshot: Snapshot, _ offer: Certificates.Offer) -> [String: ServerSettings] {
        var result: [String: ServerSettings] = [:]
        for entryPoint in fixed.entryPoints {
            let tables = snapshot.plan.entryPoints[entryPoint.name]!
            let hasTLS = entryPoint.givesTLS || !tables.secure.routes.isEmpty
            result[entryPoint.name] = ServerSettings(
                entryPoint, tls: hasTLS ? certificates.server(offer, for: tables.tlsOptions, logger) : nil)
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
