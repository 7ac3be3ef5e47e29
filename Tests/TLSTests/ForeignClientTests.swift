import Glibc
import LinuxIO
import Testing

@testable import TLS

private let tool = "/usr/bin/openssl"

/// A client that is not ours: Debian's `openssl s_client`.
@Suite(.enabled(if: unsafe access(tool, X_OK) == 0)) struct ForeignClientTests {
    @Test(arguments: [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")])
    func opensslConnectsAndTrustsUs(option: String, version: String) throws {
        let authority = TemporaryFile(Made.example.certificatePEM)
        let output = try talk(
            "\(option) -servername www.example.com -verify_hostname www.example.com -verify_return_error"
                + " -CAfile \(authority.path) -alpn http/1.1 -brief")
        #expect(output.contains("Protocol version: \(version)"))
        #expect(output.contains("Verification: OK"))
        #expect(output.contains("hello from the other side"))
    }

    @Test(arguments: ["-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1_2 -cipher AES128-SHA", "-tls1_2 -groups P-521"])
    func whatIsTooWeakIsRefused(option: String) throws {
        let output = try talk("\(option) -servername example.com -brief")
        #expect(output.contains("alert handshake failure") || output.contains("alert protocol version"))
        #expect(!output.contains("hello from the other side"))
    }

    /// Runs a client against a server of one connection; what it printed.
    private func talk(_ options: String) throws -> String {
        let server = try Made.server()
        let listener = try Listener()
        startThread(named: "one-connection") { listener.serveOne(server) }
        let command = "echo ping | timeout 10 \(tool) s_client -ign_eof -connect 127.0.0.1:\(listener.port) "
        return run(command + options + " 2>&1")
    }

    private func run(_ command: String) -> String {
        guard let pipe = unsafe popen(command, "r") else { return "no shell" }
        defer { unsafe pclose(pipe) }
        var text: [UInt8] = []
        while case let byte = unsafe fgetc(pipe), byte != EOF { text.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A listening socket on the loopback address, which serves one connection and waits for it with `poll`.
private final class Listener: Sendable {
    let socket: Descriptor
    let port: UInt16

    init() throws {
        let number = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        socket = Descriptor(owning: number)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(number, $0, length) | listen(number, 4) | getsockname(number, $0, &length)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard result == 0 else { throw Errno.current }
    }

    func serveOne(_ server: ServerTLS) {
        let accepted = accept(socket.number, nil, nil)
        guard accepted >= 0 else { return }
        let connection = Descriptor(owning: accepted)
        guard (try? connection.setNonBlocking()) != nil,
            let session = try? TLSSession(server: server, socket: connection.number),
            shakeHands(session, on: connection.number)
        else { return }
        let input = ByteBuffer(capacity: 1000)
        while session.read(into: input) == .wantsRead { wait(for: connection.number) }
        _ = session.write(text: "hello from the other side\n")
        _ = session.shutdown()
    }

    private func shakeHands(_ session: TLSSession, on number: Int32) -> Bool {
        while true {
            switch session.handshake() {
            case .done: return true
            case .failed: return false
            case .wantsRead, .wantsWrite: wait(for: number)
            }
        }
    }

    private func wait(for number: Int32) {
        var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        unsafe poll(&entry, 1, 10_000)
    }
}
