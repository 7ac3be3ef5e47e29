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
    /// Where commands reach it; nil where there is no socket.
    let place: UnixSocketPlace?

    /// - Throws: `StartFailure` when the socket is asked for and cannot be had.
    init(
        _ fixed: StaticConfiguration, options: [ResolvedOption], version: String, health: HealthBoard,
        _ first: Generation, _ logger: Logger
    ) throws(StartFailure) {
        (self.fixed, self.options, self.version, self.health) = (fixed, options, version, health)
        place = try Self.claim(fixed.apiSocket, logger)
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

    /// A place where a socket may be made; the usual one is done without where it cannot be had.
    private static func claim(
        _ settings: ApiSocketSettings, _ logger: Logger
    ) throws(StartFailure) -> UnixSocketPlace? {
        if settings.path.isEmpty { return nil }
        guard let place = UnixSocketPlace(settings.path) else {
            throw StartFailure(text: "api.socket = \"\(settings.path)\": longer than 107 bytes")
        }
        do throws(Errno) {
            try place.clear()
            // Whether it can be made is tried at once, and not on a loop.
            _ = try ListeningSocket(at: place, mode: 0o600)
            place.remove()
            return place
        } catch {
            let advice =
                error == .addressInUse
                ? "another usher listens there" : error == Errno.exists ? "not a socket" : "\(error)"
            let text = "api.socket = \"\(settings.path)\": \(advice)"
            if settings.isRequired { throw StartFailure(text: text) }
            logger.info("\(text); commands like usher show do not reach this process")
            return nil
        }
    }

    /// Takes the socket's file away.
    func close() { place?.remove() }
}
