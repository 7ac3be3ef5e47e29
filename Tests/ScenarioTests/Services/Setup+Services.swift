import LinuxIO

extension Setup {
    /// A route to `service`, one of these further services.
    static func service(_ service: String = "s", among services: String...) -> Setup {
        var setup = Setup(servers: [])
        (setup.service, setup.services) = (service, services)
        return setup
    }
}

/// `servers: [...]` with these URLs, for a load balancer.
func servers(_ origins: NamedOrigin...) -> String {
    "servers: [" + origins.map { "{url: \"\($0.origin.url)\"}" }.joined(separator: ", ") + "]"
}

/// An origin that answers with its name and what it was sent, and with a status that scenarios change; checks have
/// `/health` for their target.
final class NamedOrigin: Sendable {
    let origin: ScriptedOrigin
    private let status: Locked<Int>

    init(_ name: String) throws {
        let status = Locked(200)
        self.status = status
        origin = try ScriptedOrigin { request, reply in
            try reply.respond(status.withLock { $0 }, text: name + request.text)
        }
    }

    /// What it answers from now on.
    func answer(_ status: Int) { self.status.withLock { $0 = status } }

    private static func isCheck(_ request: OriginRequest) -> Bool { request.target.hasPrefix("/health") }

    /// Requests that were no checks.
    var served: [OriginRequest] { origin.requests.filter { !Self.isCheck($0) } }
    var checks: [OriginRequest] { origin.requests.filter { Self.isCheck($0) } }
}
