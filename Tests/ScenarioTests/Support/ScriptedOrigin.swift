import LinuxIO

/// A server whose answers are written down in the scenario: a handler gets each request and says what goes back.
///
/// Each connection has its own thread; requests on one connection are handled one after another until either side
/// closes. Stopped when nobody holds it any more.
final class ScriptedOrigin: Sendable {
    typealias Handler = @Sendable (OriginRequest, OriginReply) throws -> Void

    let port: UInt16
    private let state: OriginState

    /// - Parameters:
    ///   - address: where it listens; a free port where nothing is said.
    ///   - readsBodies: false leaves the request's body to the handler (`OriginReply.readBody`).
    init(
        at address: SocketAddress = SocketAddress(ip: "127.0.0.1", port: 0)!, readsBodies: Bool = true,
        handler: @escaping Handler
    ) throws {
        let socket = try ListeningSocket(address, shared: false)
        port = socket.localAddress?.port ?? 0
        let state = OriginState(socket)
        self.state = state
        startThread(named: "origin") {
            while let stream = state.accept() {
                startThread(named: "origin-conn") {
                    OriginConnection(stream, state, readsBodies: readsBodies, handler).serve()
                }
            }
        }
    }

    deinit { stop() }

    /// Ends the listener and every connection.
    func stop() { state.stop() }

    /// For a server's `url`.
    var url: String { "http://127.0.0.1:\(port)" }

    /// All requests so far, in the order in which they arrived.
    var requests: [OriginRequest] { state.requests.withLock { $0 } }

    /// The request of that number, from 0; fails when it has not come.
    func request(_ index: Int) throws -> OriginRequest {
        let all = requests
        guard index < all.count else { throw ScenarioFailure("the origin got \(all.count) requests, not \(index + 1)") }
        return all[index]
    }

    /// Connections accepted so far.
    var connectionCount: Int { state.connections.withLock { $0.accepted } }

    /// Ranges asked for so far, as they were written; "whole" for a request without one.
    var ranges: [String] { requests.map { $0.range ?? "whole" } }

    /// Waits until so many requests have arrived.
    func waitForRequests(_ count: Int) throws {
        try eventually("\(count) requests at the origin") { self.requests.count >= count }
    }
}
