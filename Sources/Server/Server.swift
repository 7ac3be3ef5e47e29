package import Configuration
internal import Glibc
internal import LinuxIO
internal import Logging
internal import MediaCache
internal import Proxy
internal import Routing
internal import Telemetry
internal import Transport
internal import Upstream

/// The running program: loops, entry points and caches, made from a configuration and replaced part by part.
package actor Server {
    private let fixed: StaticConfiguration
    private let logger: Logger
    private let logs: Logs
    private let source: DynamicSource
    private let administration: Administration
    private let stores: [String: MediaStore]
    private let shared: SharedStates
    private let health: HealthBoard
    private let healthChecks: HealthChecks
    private let loops: [LoopHandle]
    private let loopsEnded: LoopCount
    private var watcher: FileWatcher?
    private var lastReload = MonotonicTime(nanoseconds: 0)
    private var reloadWaits = false
    private var isReloading = false
    /// The files may say something else than what was read last.
    private var isOutdated = false

    /// Opens caches and entry points, and serves.
    ///
    /// - Parameters:
    ///   - options: what the static configuration was made of, for the API to tell.
    ///   - version: usher's own.
    /// - Throws: `StartFailure` when an address, a cache, a log or the API's socket cannot be had.
    package init(_ fixed: StaticConfiguration, options: [ResolvedOption], version: String) async throws {
        let logs = try Logs(fixed)
        let logger = logs.logger
        raiseDescriptorLimit()
        let stores = try Server.openStores(fixed, logger)
        let workers = Workers(named: "lookup", threads: 2)
        let transports = try Transports(fixed.serversTransport, Resolver(workers: workers))
        let source = DynamicSource(fixed, try Certificates(), transports, logger)
        let generation = source.read() ?? source.empty()
        let health = HealthBoard(HealthLog(logger))
        health.adopt(generation.snapshot.dynamic.services)
        let places = try Server.claimAddresses(fixed)
        let administration = Administration(
            fixed, options: options, version: version, health: health, generation, logger)
        let parts = LoopServer.Parts(
            snapshot: generation.snapshot, transports: generation.transports,
            stores: stores, shared: SharedStates(), workers: Workers(named: "work", threads: 2), health: health,
            hostName: Server.hostName(), accessLog: logs.access.map { AccessLogging($0, fixed.accessLog!) },
            admin: administration.desk, logger: logger)
        let ended = LoopCount(availableProcessors())
        let loops = (0..<ended.count).map { index in EventLoop.start(index: index) { ended.oneEnded() } }
        for loop in loops { try await Server.start(loop, parts, places, generation) }
        try await administration.listen(on: loops[0])
        (self.fixed, self.logs, self.logger, self.source) = (fixed, logs, logger, source)
        self.administration = administration
        (self.stores, shared, self.loops, loopsEnded) = (stores, parts.shared, loops, ended)
        (self.health, healthChecks) = (health, HealthChecks(health, on: loops))
        await healthChecks.adopt()
        for place in places {
            logger.notice(
                "listening", metadata: ["entryPoint": "\(place.entryPoint.name)", "address": "\(place.address)"])
        }
        logger.notice(
            "serving", metadata: ["routers": "\(generation.snapshot.dynamic.routers.count)", "loops": "\(loops.count)"])
    }

    private struct Place: Sendable {
        let entryPoint: EntryPoint
        let address: SocketAddress
    }

    private static func claimAddresses(_ fixed: StaticConfiguration) throws(StartFailure) -> [Place] {
        var places: [Place] = []
        for entryPoint in fixed.entryPoints {
            for address in try EntryPointSockets.addresses(of: entryPoint) {
                if let other = places.first(where: { $0.address.overlaps(address) }) {
                    throw EntryPointSockets.taken(by: other.entryPoint, for: entryPoint)
                }
                places.append(
                    Place(entryPoint: entryPoint, address: try EntryPointSockets.claim(address, for: entryPoint)))
            }
        }
        return places
    }

    private static func start(
        _ loop: LoopHandle, _ parts: LoopServer.Parts, _ places: [Place], _ generation: Generation
    ) async throws {
        try await loop.call { (loop, reply: Reply<Void>) in
            LoopServer.install(on: loop, parts)
            do {
                for place in places {
                    let socket = try ListeningSocket(place.address, shared: true)
                    try LoopServer.of(loop).listen(
                        socket, as: place.entryPoint, generation.settings[place.entryPoint.name]!)
                }
                reply.finish(.success(()))
            } catch {
                reply.finish(.failure(error))
            }
        }
    }

    private static func openStores(
        _ fixed: StaticConfiguration, _ logger: Logger
    ) throws(StartFailure) -> [String: MediaStore] {
        var stores: [String: MediaStore] = [:]
        for cache in fixed.caches {
            do throws(MediaStoreFailure) {
                let disk = Workers(named: "disk", threads: 4)
                stores[cache.name] = try MediaStore(cache, workers: disk) { message in
                    if message.isTrouble { logger.warning("\(message.text)") } else { logger.info("\(message.text)") }
                }
            } catch {
                throw StartFailure(text: error.text)
            }
        }
        return stores
    }

    private static func hostName() -> String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "usher" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: Reload

    /// Applies changes of the dynamic files from now on.
    package func watch() async {
        guard let file = fixed.providers.file, file.watch else { return }
        watcher = FileWatcher(file.place) { [weak self] in
            Task { await self?.reloadSoon() }
        }
        // They may have changed between their first reading and now.
        if source.hasChanged() { await reload() }
    }

    /// Reloads now, or when the last reload is long enough ago; of several changes the last one counts.
    private func reloadSoon() async {
        guard !reloadWaits else { return }
        reloadWaits = true
        await rest()
        reloadWaits = false
        await reload()
    }

    /// Returns when the last reload is long enough ago.
    private func rest() async {
        let since = MonotonicTime.now.since(lastReload)
        guard lastReload.nanoseconds > 0, since < fixed.providers.throttle else { return }
        try? await Task.sleep(for: fixed.providers.throttle - since)
    }

    /// Reads the dynamic files again; returns when every loop uses what it says, or at once when they are no good, or
    /// when a reload is under way: that one then reads them once more.
    package func reload() async {
        isOutdated = true
        guard !isReloading else { return }
        isReloading = true
        defer { isReloading = false }
        while isOutdated {
            isOutdated = false
            await readAnew()
            if isOutdated { await rest() }
        }
    }

    private func readAnew() async {
        lastReload = .now
        guard let next = source.read() else {
            return logger.error("the changed configuration is not used; the last good one goes on serving")
        }
        health.adopt(next.snapshot.dynamic.services)
        for loop in loops {
            try? await loop.call { (loop, reply: Reply<Void>) in
                LoopServer.of(loop).adopt(next)
                reply.finish(.success(()))
            }
        }
        administration.adopt(next)
        shared.keep(only: next.snapshot)
        await healthChecks.adopt()
        logger.notice("configuration reloaded", metadata: ["routers": "\(next.snapshot.dynamic.routers.count)"])
    }

    /// Opens the log files anew, for rotation.
    package func reopenLogs() { logs.reopen() }

    // MARK: End

    /// Stops accepting, lets what is in flight finish within the entry points' grace, and closes everything.
    package func stop() async {
        watcher?.stop()
        await healthChecks.stop()
        let grace = fixed.entryPoints.map(\.requestAcceptGraceTimeout).max() ?? .zero
        if grace > .zero {
            for loop in loops { loop.run { LoopServer.of($0).announceEnd() } }
            try? await Task.sleep(for: grace)
        }
        let limit = fixed.entryPoints.map(\.graceTimeout).max() ?? .zero
        logger.notice("draining", metadata: ["limit": "\(DurationText.print(limit))"])
        administration.close()
        let emptied = LoopCount(loops.count)
        for loop in loops { loop.run { LoopServer.of($0).drain { emptied.oneEnded() } } }
        if await !emptied.wait(upTo: limit) {
            logger.warning("some connections did not finish in time")
            for loop in loops { loop.run { LoopServer.of($0).closeAll() } }
        }
        for loop in loops { loop.post(.stop) }
        _ = await loopsEnded.wait(upTo: .seconds(5))
        for store in stores.values { store.close() }
        logger.notice("stopped")
        logs.close()
    }
}
