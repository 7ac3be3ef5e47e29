internal import Configuration
internal import Discovery
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
    /// All servers that are asked, the providers' among them.
    let servers: Set<ServerPlace>
}

/// Makes generations of what the providers say; blocks.
final class DynamicSource: Sendable {
    /// What the providers said last.
    private struct Said {
        /// Nil before the files could first be read.
        var files: ConfigTree?
        var fileProblems: [ConfigProblem] = []
        /// Nil before the engine has answered.
        var containers: DockerConfiguration?
        /// Whether the files were in order when they were last read.
        var isInOrder = true
        /// What was logged of the last generation.
        var logged: Set<String> = []
    }

    private let fixed: StaticConfiguration
    private let certificates: Certificates
    private let transports: Transports
    private let logger: Logger
    private let said = Locked(Said())
    private let lastGood = LastGoodFiles()

    init(
        _ fixed: StaticConfiguration, _ certificates: Certificates, _ transports: Transports, _ logger: Logger
    ) {
        (self.fixed, self.certificates, self.transports, self.logger) = (fixed, certificates, transports, logger)
    }

    /// What all providers say, the files as they are now. Nil, with the reason logged, when they are nothing to go on with:
    /// what serves goes on.
    func read() -> Generation? {
        guard let file = fixed.providers.file else { return generation(logsAll: true) }
        let (tree, problems) = file.read(lastGood: lastGood)
        said.withLock {
            $0.isInOrder = tree != nil
            if tree != nil { ($0.files, $0.fileProblems) = (tree, problems) }
        }
        if tree != nil { return generation(logsAll: true) }
        for problem in problems { logger.error("\(problem)") }
        return nil
    }

    /// What all providers say, the files as they were when they were last in order.
    func generation() -> Generation { generation(logsAll: false) }

    /// Takes what the containers come to now; false when that is nothing new.
    func take(_ containers: DockerConfiguration) -> Bool {
        said.withLock { said in
            guard said.containers != containers else { return false }
            said.containers = containers
            return true
        }
    }

    /// Whether the files now say something else than when they were last read.
    func hasChanged() -> Bool {
        guard let file = fixed.providers.file else { return false }
        let now = file.read(lastGood: lastGood).tree
        return said.withLock { said in now == nil ? said.isInOrder : !said.isInOrder || now != said.files }
    }

    /// - Parameter logsAll: whether problems are logged that the last generation already had.
    private func generation(logsAll: Bool) -> Generation {
        let said = said.withLock { $0 }
        var trees: [ProvidedTree] = []
        if let files = said.files { trees.append(ProvidedTree(ProviderName.file, files)) }
        if let containers = said.containers { trees.append(ProvidedTree(ProviderName.docker, containers.tree)) }
        let known = said.fileProblems + (said.containers?.problems ?? [])
        let loaded = DynamicConfiguration.decode(trees, for: fixed, problems: known)
        let snapshot = Snapshot(loaded, for: fixed)
        log(loaded.problems + snapshot.plan.problems, except: logsAll ? [] : said.logged)
        let offer = certificates.load(snapshot.dynamic.tls, logger)
        let engine = fixed.providers.docker.map { [$0.transport] } ?? []
        let transports = self.transports.load(snapshot.dynamic.transports + engine, logger)
        let places = fixed.providers.docker.map { [ServerPlace(url: $0.endpoint, transport: $0.transport.id)] } ?? []
        return Generation(
            loaded: loaded, snapshot: snapshot, settings: settings(snapshot, offer), transports: transports,
            servers: snapshot.dynamic.servers.union(places))
    }

    private func log(_ problems: [ConfigProblem], except known: Set<String>) {
        let texts = problems.map(\.description)
        for (problem, text) in zip(problems, texts) where !known.contains(text) { log(problem) }
        said.withLock { $0.logged = Set(texts) }
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
