internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Passwords
internal import Transport

/// `digestAuth` (RFC 7616, with MD5 and `qop=auth`)
final class DigestAuthenticator: LoopMiddleware {
    private let gate: UserGate
    private let realm: String
    private let secrets: [[UInt8]: [UInt8]]
    private let nonces: DigestNonces
    private let loop: EventLoop
    /// Stands for the secret of a user that there is not.
    private static let nobody = [UInt8](repeating: 0, count: 32)

    init(_ settings: UserAuth, _ nonces: DigestNonces, on loop: EventLoop) {
        gate = UserGate(settings)
        realm = UserGate.quoted(settings.realm)
        secrets = Dictionary(
            settings.users.map { (Array($0.name.utf8), Array($0.secret.utf8)) }, uniquingKeysWith: { $1 })
        (self.nonces, self.loop) = (nonces, loop)
    }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        guard let field = request.first(.authorization),
            let credentials = request.withSpan(field, { DigestCredentials($0) })
        else { return challenge(steps) }
        steps.user = String(decoding: credentials.user, as: UTF8.self)
        guard isRight(credentials, request) else { return challenge(steps) }
        switch nonces.use(credentials.nonce, count: credentials.count, at: loop.now) {
        case .fresh: gate.admit(credentials.user, steps)
        case .repeated: return challenge(steps)
        case .stale: return challenge(steps, isStale: true)
        }
        return .next
    }

    private func isRight(_ credentials: DigestCredentials, _ request: RequestHead) -> Bool {
        guard credentials.opaque == Array(nonces.opaque.utf8), isAbout(request, credentials.uri) else { return false }
        let known = secrets[credentials.user]
        let expected = credentials.expectedResponse(
            secret: known ?? Self.nobody, method: request.bytes(request.methodName))
        return Digests.areEqual(expected, credentials.response) && known != nil
    }

    /// Whether the URI that the client has put its name under is the request's, as it came or as middlewares further out
    /// have made it. Some clients leave the query out, and some proxies make the URI absolute.
    private func isAbout(_ request: RequestHead, _ uri: [UInt8]) -> Bool {
        if uri == request.bytes(request.target) { return true }
        let path = Self.path(of: uri)
        return path == Self.path(of: request.bytes(request.target)) || path == request.bytes(request.path)
    }

    private static func path(of uri: [UInt8]) -> [UInt8] {
        var rest = uri[...]
        if rest.first != UInt8(ascii: "/"), let mark = rest.firstRange(of: "://".utf8) {
            rest = rest[mark.upperBound...].drop { $0 != UInt8(ascii: "/") }
        }
        return Array(rest.prefix { $0 != UInt8(ascii: "?") })
    }

    private func challenge(_ steps: RequestSteps, isStale: Bool = false) -> Passage {
        let stale = isStale ? ", stale=\"true\"" : ""
        gate.challenge(
            steps,
            "Digest realm=\(realm), nonce=\"\(nonces.make(at: loop.now))\", opaque=\"\(nonces.opaque)\"\(stale), "
                + "algorithm=\"MD5\", qop=\"auth\"")
        return .taken
    }
}
