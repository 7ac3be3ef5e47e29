internal import HTTP
internal import LinuxIO
internal import Transport

/// Asks a running usher through its socket.
package enum AdminClient {
    package struct Answer: Sendable {
        package let status: Int
        package let body: [UInt8]
    }

    /// Sends `GET` for a path of the API, such as `/api/overview`; waits 10 s at most.
    ///
    /// - Throws: `StartFailure`, when nobody answers there.
    package static func ask(_ path: String, at socket: String) async throws -> Answer {
        guard let place = UnixSocketPlace(socket) else {
            throw StartFailure(text: "\(socket): not the path of a socket, which has at most 107 bytes")
        }
        let loop = EventLoop.start(index: 0)
        defer { loop.post(.stop) }
        do {
            return try await loop.call { (loop, reply: Reply<Answer>) in
                AdminCall.start(path, at: place, on: loop, reply)
            }
        } catch {
            throw StartFailure(text: "\(socket): no running usher answers: \(error)")
        }
    }
}

/// One question and its answer.
private final class AdminCall: ClientConnectionUser {
    private let reply: Reply<AdminClient.Answer>
    private var connection: ClientConnection?
    private var collector: BodyCollector?
    private static let longestAnswer = 256 << 20

    private init(_ reply: Reply<AdminClient.Answer>) { self.reply = reply }

    static func start(
        _ path: String, at place: UnixSocketPlace, on loop: EventLoop, _ reply: Reply<AdminClient.Answer>
    ) {
        let call = loop.attachment(AdminCall.self) { AdminCall(reply) }
        var timeouts = ClientTimeouts()
        timeouts.total = .seconds(10)
        do throws(Errno) {
            let connection = try ClientConnection(to: place.address, tls: nil, timeouts: timeouts, loop: loop)
            call.connection = connection
            connection.send(method: .get, framing: .none, body: nil, user: call) { buffer in
                buffer.append("GET ")
                buffer.append(text: path)
                buffer.append(" HTTP/1.1\r\nHost: usher\r\nConnection: close\r\n\r\n")
            }
        } catch {
            reply.finish(.failure(error))
        }
    }

    func connected(_ connection: ClientConnection) {}
    func interim(_ connection: ClientConnection) {}

    func answered(_ connection: ClientConnection) {
        let collector = BodyCollector(connection, limit: Self.longestAnswer) { [unowned self] outcome in
            guard case .whole = outcome, let collector = self.collector else {
                return reply.finish(.failure(Errno.protocolError))
            }
            reply.finish(
                .success(AdminClient.Answer(status: connection.response.status, body: collector.bytes.array)))
        }
        self.collector = collector
        collector.start()
    }

    func failed(_ connection: ClientConnection, _ failure: ClientFailure) { reply.finish(.failure(failure)) }
}
