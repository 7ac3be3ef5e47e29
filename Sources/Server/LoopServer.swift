internal import Configuration
internal import LinuxIO
internal import Logging
internal import MediaCache
internal import Proxy
internal import Transport
internal import Upstream

/// Everything of the server that lives on one loop.
final class LoopServer {
    private let loop: EventLoop
    private let proxy: LoopProxy
    private let upstreams: LoopUpstreams
    private let caches: [String: LoopCache]
    private let shared: SharedStates
    private let workers: Workers
    private let desk: AdminDesk
    private let health: HealthBoard
    private var listeners: [String: Listener] = [:]
    /// Of the API's own socket, on the loop that has it.
    private var adminListener: Listener?
    private let entryPoints: [String]

    /// What every loop is given at its start.
    struct Parts: Sendable {
        let snapshot: Snapshot
        let transports: [String?: UpstreamSettings]
        let stores: [String: MediaStore]
        let shared: SharedStates
        /// What middlewares leave to others.
        let workers: Workers
        let health: HealthBoard
        let hostName: String
        let accessLog: AccessLogging?
        let admin: AdminDesk
        let logger: Logger
    }

    private init(_ loop: EventLoop, _ parts: Parts) {
        self.loop = loop
        upstreams = LoopUpstreams.install(on: loop, parts.transports)
        caches = parts.stores.mapValues { LoopCache($0, loop: loop) }
        (shared, workers, health) = (parts.shared, parts.workers, parts.health)
        entryPoints = parts.snapshot.entryPoints
        let routes = LoopRoutes(
            parts.snapshot, upstreams: upstreams, caches: caches, shared: shared, workers: workers, health: health)
        proxy = LoopProxy(
            loop: loop, routes: routes, hostName: parts.hostName, accessLog: parts.accessLog, admin: parts.admin,
            logger: parts.logger)
        desk = parts.admin
    }

    static func install(on loop: EventLoop, _ parts: Parts) {
        _ = loop.attachment(LoopServer.self) { LoopServer(loop, parts) }
    }

    static func of(_ loop: EventLoop) -> LoopServer { loop.attached(LoopServer.self)! }

    // MARK: Entry points

    func listen(
        _ socket: consuming ListeningSocket, as entryPoint: EntryPoint, _ settings: ServerSettings
    ) throws(Errno) {
        let name = entryPoint.name
        let handler = EntryPointHandler(entryPoint, index: entryPoints.firstIndex(of: name)!, proxy: proxy)
        listeners[name] = try Listener(socket, settings: settings, handler: handler, loop: loop)
    }

    /// Serves the API over a socket of its own, whatever the routers say.
    func listenForAdmin(at place: UnixSocketPlace) throws(Errno) {
        let socket = try ListeningSocket(at: place, mode: 0o660)
        adminListener = try Listener(
            socket, settings: ServerSettings(), handler: AdminSocketHandler(desk, on: loop), loop: loop)
    }

    /// Uses another configuration from the next request, and the next connection, on.
    func adopt(_ next: Generation) {
        upstreams.adopt(next.transports)
        proxy.routes = LoopRoutes(
            next.snapshot, upstreams: upstreams, caches: caches, shared: shared, workers: workers,
            health: health)
        for (name, listener) in listeners { listener.settings = next.settings[name] ?? listener.settings }
        upstreams.keep(only: next.snapshot.dynamic.servers)
    }

    // MARK: End

    func announceEnd() { proxy.isTerminating = true }

    func drain(emptied: @escaping @Sendable () -> Void) {
        proxy.isTerminating = true
        for listener in listeners.values { listener.stop() }
        listeners.removeAll()
        adminListener?.stop()
        adminListener = nil
        LoopConnections.of(loop).drain(emptied: emptied)
    }

    func closeAll() { LoopConnections.of(loop).closeAll() }
}
