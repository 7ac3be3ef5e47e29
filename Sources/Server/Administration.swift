internal import Admin
internal import Configuration
internal import LinuxIO
internal import Logging
internal import Proxy
internal import Routing
internal import Upstream

/// The API: what it tells of, who answers for it, and its socket.
final class Administration: Sendable {
    private let fixed: StaticConfiguration
    private let options: [ResolvedOption]
    private let version: String
    private let health: HealthBoard
    private let start = WallTime.now
    private let api: AdminAPI
    let desk: AdminDesk
    private let logger: Logger
    /// Where commands reach it; nil where there is no socket.
    private let listening = Locked<UnixSocketPlace?>(nil)

    init(
        _ fixed: StaticConfiguration, options: [ResolvedOption], version: String, health: HealthBoard,
        _ first: Generation, _ logger: Logger
    ) {
        (self.fixed, self.options, self.version, self.health) = (fixed, options, version, health)
        self.logger = logger
        api = AdminAPI(Self.runtime(fixed, options, version, start, health, first))
        desk = AdminDesk(api, workers: Workers(named: "admin", threads: 1, limit: 256))
    }

    /// Tells of another generation from now on.
    func adopt(_ next: Generation) { api.adopt(Self.runtime(fixed, options, version, start, health, next)) }

    private static func runtime(
        _ fixed: StaticConfiguration, _ options: [ResolvedOption], _ version: String, _ start: WallTime,
        _ health: HealthBoard, _ generation: Generation
    ) -> Runtime {
        Runtime(
            fixed: fixed, options: options, loaded: generation.loaded,
            problems: generation.loaded.problems + generation.snapshot.plan.problems, version: version, start: start
        ) { health.serverStatus(of: $0) }
    }

    // MARK: The socket

    /// Listens at the socket on one of the loops.
    ///
    /// - Throws: `StartFailure` when the socket is asked for and cannot be had; the usual one is done without.
    func listen(on loop: LoopHandle) async throws {
        guard !fixed.apiSocket.path.isEmpty else { return }
        do {
            guard let place = UnixSocketPlace(fixed.apiSocket.path) else { throw Errno.nameTooLong }
            try place.clear()
            try await loop.call { (loop, reply: Reply<Void>) in
                do throws(Errno) {
                    reply.finish(.success(try LoopServer.of(loop).listenForAdmin(at: place)))
                } catch {
                    reply.finish(.failure(error))
                }
            }
            listening.withLock { $0 = place }
        } catch {
            let reason = (error as? Errno).map(Self.advice) ?? "\(error)"
            let text = "api.socket = \"\(fixed.apiSocket.path)\": \(reason)"
            if fixed.apiSocket.isRequired { throw StartFailure(text: text) }
            logger.info("\(text); commands like usher show do not reach this process")
        }
    }

    private static func advice(_ error: Errno) -> String {
        switch error {
        case .addressInUse: "another process listens there"
        case .exists: "there is something else than a socket"
        case .nameTooLong: "longer than the 107 bytes that the kernel takes"
        default: "\(error)"
        }
    }

    /// Takes the socket's file away.
    func close() { listening.withLock { $0 }?.remove() }
}
