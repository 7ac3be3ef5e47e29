import Glibc
import LinuxIO
import TLS

/// A client's TLS connection, which trusts anyone and remembers the certificate it was shown.
final class TLSStream: ByteStream {
    private let plain: PlainStream
    private let session: TLSSession

    /// - Parameters:
    ///   - serverName: the name asked for (SNI).
    ///   - preface: what is said in plain text before the handshake.
    init(connectingTo port: UInt16, serverName: String, preface: [UInt8] = []) throws {
        plain = try PlainStream(connectingTo: port)
        if !preface.isEmpty { try plain.write(preface, within: patience) }
        let client = try ClientTLS(trust: .anyone, resumes: false)
        session = try TLSSession(client: client, serverName: serverName, socket: plain.number)
        try shakeHands(until: MonotonicTime.now.adding(patience))
    }

    var localPort: UInt16 { plain.localPort }

    /// The certificate that the server showed.
    var certificate: CertificateFacts? { session.peerCertificate }

    private func shakeHands(until deadline: MonotonicTime) throws {
        while true {
            switch session.handshake() {
            case .done: return
            case .wantsRead: try wait(for: POLLIN, on: plain.number, until: deadline, to: "shake hands")
            case .wantsWrite: try wait(for: POLLOUT, on: plain.number, until: deadline, to: "shake hands")
            case .failed(let failure): throw ScenarioFailure("handshake: \(failure)")
            }
        }
    }

    func read(within limit: Duration) throws -> [UInt8] {
        let deadline = MonotonicTime.now.adding(limit)
        let buffer = ByteBuffer(capacity: 64 << 10)
        while true {
            switch session.read(into: buffer) {
            case .bytes: return buffer.array
            case .closed: return []
            case .wantsRead: try wait(for: POLLIN, on: plain.number, until: deadline, to: "read")
            case .wantsWrite: try wait(for: POLLOUT, on: plain.number, until: deadline, to: "read")
            case .failed(let failure): throw ScenarioFailure("reading: \(failure)")
            }
        }
    }

    func write(_ bytes: [UInt8], within limit: Duration) throws {
        let deadline = MonotonicTime.now.adding(limit)
        let buffer = ByteBuffer(capacity: bytes.count)
        buffer.append(bytes)
        while !buffer.isEmpty {
            switch session.write(from: buffer) {
            case .bytes: continue
            case .wantsRead: try wait(for: POLLIN, on: plain.number, until: deadline, to: "write")
            case .wantsWrite: try wait(for: POLLOUT, on: plain.number, until: deadline, to: "write")
            case .closed: throw ScenarioFailure("writing: closed by the peer")
            case .failed(let failure): throw ScenarioFailure("writing: \(failure)")
            }
        }
    }

    func shutdownWriting() { _ = session.shutdown() }

    func close(reset: Bool) {
        if !reset { _ = session.shutdown() }
        plain.close(reset: reset)
    }
}
