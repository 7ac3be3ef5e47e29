import Glibc
import LinuxIO
import Testing

@testable import TLS

@Suite struct HostileTests {
    private let server = try! Made.server()

    /// What a server makes of these bytes, after which the other side hangs up.
    private func answer(to bytes: [UInt8]) throws -> HandshakeProgress {
        let sockets = SocketPair()
        let session = try TLSSession(server: server, socket: sockets.first)
        sockets.send(bytes)
        sockets.closeSecond()
        return session.handshake()
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", TLSFailure.Kind.notTLS), ("CONNECT x:443 HTTP/1.1\r\n\r\n", .notTLS),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notTLS), ("\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{9}\u{a}\u{b}", .notTLS),
        ("", .truncated), ("\u{16}\u{3}\u{1}", .truncated),
    ])
    func whatIsNoHelloIsNamed(text: String, expected: TLSFailure.Kind) throws {
        #expect(try answer(to: Array(text.utf8)).failure?.kind == expected)
    }

    @Test func aServerWithoutTLSIsNamed() throws {
        let sockets = SocketPair()
        let session = try TLSSession(client: Made.client(), serverName: "example.com", socket: sockets.first)
        #expect(session.handshake() == .wantsRead)
        sockets.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        #expect(session.handshake().failure?.kind == .notTLS)
    }

    /// Real hellos with bytes changed, cut and repeated: any answer will do, but there has to be one.
    @Test func damagedHellosEndInAnAnswer() throws {
        let hello = try recordedHello()
        #expect(hello.count > 100)
        var random = Seeded(state: 42)
        for _ in 0..<2000 {
            var bytes = hello
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            let answer = try answer(to: bytes)
            #expect(answer != .done && answer != .wantsWrite)
        }
    }

    private func recordedHello() throws -> [UInt8] {
        let sockets = SocketPair()
        let session = try TLSSession(client: Made.client(), serverName: "example.com", socket: sockets.first)
        #expect(session.handshake() == .wantsRead)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(sockets.second, &bytes, bytes.count)
        return Array(bytes[..<max(0, count)])
    }
}

/// The same numbers in every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state ^ (state >> 33)) &* 0xff51_afd7_ed55_8ccd
    }
}
