package import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// Asks a running usher whether it serves.
package enum Health {
    package struct Verdict: Sendable {
        package let isGood: Bool
        package let text: String
    }

    /// Sends `GET /ping` to the entry point of the `ping` section; waits 5 s at most.
    package static func ask(_ fixed: StaticConfiguration) async -> Verdict {
        guard let ping = fixed.ping, let entryPoint = fixed.entryPoint(named: ping.entryPoint) else {
            return Verdict(isGood: false, text: "there is no `ping` section in the static configuration; add one")
        }
        let host = ["", "0.0.0.0", "::"].contains(entryPoint.address.host) ? "127.0.0.1" : entryPoint.address.host
        guard let address = Resolver.addresses(of: host, port: entryPoint.address.port).first else {
            return Verdict(isGood: false, text: "\(host) has no address")
        }
        let loop = EventLoop.start(index: 0)
        defer { loop.post(.stop) }
        do {
            let status = try await loop.call { (loop, reply: Reply<Int>) in
                Probe.start(to: address, on: loop, reply)
            }
            return Verdict(isGood: status == 200, text: status == 200 ? "OK" : "\(address) answers \(status)")
        } catch {
            return Verdict(isGood: false, text: "\(address): \(error)")
        }
    }
}

/// One request whose status is all that counts.
private final class Probe: ClientConnectionUser {
    private let reply: Reply<Int>
    private var connection: ClientConnection?

    private init(_ reply: Reply<Int>) { self.reply = reply }

    static func start(to address: SocketAddress, on loop: EventLoop, _ reply: Reply<Int>) {
        let probe = loop.attachment(Probe.self) { Probe(reply) }
        var timeouts = ClientTimeouts()
        timeouts.total = .seconds(5)
        do throws(Errno) {
            let connection = try ClientConnection(to: address, tls: nil, timeouts: timeouts, loop: loop)
            probe.connection = connection
            connection.send(method: .get, framing: .none, body: nil, user: probe) { buffer in
                buffer.append("GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            }
        } catch {
            reply.finish(.failure(error))
        }
    }

    func connected(_ connection: ClientConnection) {}
    func interim(_ connection: ClientConnection) {}
    func answered(_ connection: ClientConnection) { reply.finish(.success(connection.response.status)) }
    func failed(_ connection: ClientConnection, _ failure: ClientFailure) { reply.finish(.failure(failure)) }
}
