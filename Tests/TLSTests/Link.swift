import Glibc
import LinuxIO
import Testing

@testable import TLS

/// A client and a server that talk over a pair of sockets, each driven as far as it goes whenever the other waits.
final class Link {
    let server: TLSSession
    let client: TLSSession
    private let sockets = SocketPair()

    init(_ serverTLS: ServerTLS, _ clientTLS: ClientTLS, name: String = "example.com") throws {
        server = try TLSSession(server: serverTLS, socket: sockets.first)
        client = try TLSSession(client: clientTLS, serverName: name, socket: sockets.second)
    }

    /// Drives both handshakes to their ends; the client's first, as it sees more of what went wrong.
    @discardableResult func shakeHands() -> (client: HandshakeProgress, server: HandshakeProgress) {
        var result = (client: client.handshake(), server: server.handshake())
        for _ in 0..<20 where result.client.isWaiting || result.server.isWaiting {
            if result.client.isWaiting { result.client = client.handshake() }
            if result.server.isWaiting { result.server = server.handshake() }
        }
        return result
    }

    /// The server says something, so that the client also reads the tickets in front of it.
    func greet() {
        #expect(server.write(text: "hello") == .bytes(5))
        #expect(client.readText() == "hello")
    }

    func closeServerSocket() { sockets.closeFirst() }
    func closeClientSocket() { sockets.closeSecond() }
}

/// Two connected non-blocking stream sockets.
final class SocketPair {
    let first: Int32
    let second: Int32
    private var owners: (first: Bool, second: Bool) = (true, true)

    init() {
        _ = ignorePipeSignals
        var numbers: [Int32] = [-1, -1]
        let result = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_NONBLOCK, 0, &numbers)
        precondition(result == 0, "no socket pair: \(Errno.current)")
        (first, second) = (numbers[0], numbers[1])
    }

    deinit {
        closeFirst()
        closeSecond()
    }

    func closeFirst() {
        if owners.first { close(first) }
        owners.first = false
    }

    func closeSecond() {
        if owners.second { close(second) }
        owners.second = false
    }

    /// Sends bytes from the second end to the first.
    func send(_ bytes: [UInt8]) {
        let count = unsafe write(second, bytes, bytes.count)
        precondition(count == bytes.count, "a short write")
    }
}

private let ignorePipeSignals: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

extension HandshakeProgress {
    var isWaiting: Bool { self == .wantsRead || self == .wantsWrite }

    var failure: TLSFailure? {
        if case .failed(let failure) = self { failure } else { nil }
    }
}

extension TLSSession {
    func write(text: String) -> IOOutcome {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        return write(from: buffer)
    }

    /// One read, which has to succeed.
    func readText() -> String {
        let buffer = ByteBuffer(capacity: 20_000)
        let outcome = read(into: buffer)
        guard case .bytes = outcome else { return "\(outcome)" }
        return buffer.string
    }
}

/// Certificates that several tests use; made once, as each costs a key.
enum Made {
    static let example = try! SelfSigned.make(names: ["example.com", "www.example.com"], commonName: "example")
    static let wildcard = try! SelfSigned.make(names: ["*.example.com", "example.org"], commonName: "wildcard")
    static let loopback = try! SelfSigned.make(names: ["127.0.0.1", "::1"], commonName: "loopback")
    static let fallback = try! SelfSigned.make(names: [])

    static func server(
        tickets: TicketKeys? = nil, protocols: [String] = ["http/1.1"], profile: TLSProfile = .hardened
    ) throws -> ServerTLS {
        try server(OptionsByName([HandshakeOptions(profile: profile, protocols: protocols)]), tickets: tickets)
    }

    static func server(_ options: OptionsByName, tickets: TicketKeys? = nil) throws -> ServerTLS {
        try ServerTLS(
            certificates: CertificateTable([example, wildcard, loopback], fallback: fallback),
            tickets: tickets ?? TicketKeys(), options: options)
    }

    static func client(protocols: [String] = ["http/1.1"], profile: TLSProfile = .hardened) throws -> ClientTLS {
        try ClientTLS(trust: .pem(example.certificatePEM), protocols: protocols, profile: profile)
    }

    static func profile(_ version: TLSVersion) -> TLSProfile {
        var profile = TLSProfile.hardened
        (profile.oldest, profile.newest) = (version, version)
        return profile
    }
}
