@testable import LinuxIO

/// Accepts everything and echoes what comes.
final class EchoListener: LoopMember {
    private let loop: EventLoop
    private let listener: ListeningSocket

    init(_ loop: EventLoop, _ listener: consuming ListeningSocket) {
        self.loop = loop
        self.listener = listener
    }

    var number: Int32 { listener.number }

    func ready(_ readiness: Readiness) {
        while let accepted = try? listener.accept() {
            let echo = EchoConnection(accepted)
            _ = try? loop.add(echo, watching: echo.number)
        }
    }
}

private final class EchoConnection: LoopMember {
    private let socket: Socket
    private let buffer = ByteBuffer(capacity: 64)

    init(_ accepted: consuming ListeningSocket.Accepted) { socket = accepted.takeSocket() }

    var number: Int32 { socket.number }

    func ready(_ readiness: Readiness) {
        guard readiness.contains(.readable) else { return }
        while case .bytes = socket.receive(into: buffer) { _ = socket.send(buffer) }
    }
}

/// Sends one line and answers with what comes back.
final class EchoClient: LoopMember {
    static let line: StaticString = "a film that starts at once"
    private let socket: Socket
    private let reply: Reply<String>
    private let buffer = ByteBuffer(capacity: 256)
    private var sent = false

    init(to address: SocketAddress, reply: Reply<String>) throws(Errno) {
        socket = try Socket.connecting(to: address)
        self.reply = reply
    }

    var number: Int32 { socket.number }

    func ready(_ readiness: Readiness) {
        if let error = socket.error() { return reply.finish(.failure(error)) }
        if readiness.contains(.writable), !sent {
            sent = true
            let line = ByteBuffer(capacity: 64)
            line.append(Self.line)
            _ = socket.send(line)
        }
        guard readiness.contains(.readable) else { return }
        _ = socket.receive(into: buffer)
        if buffer.count == Self.line.utf8CodeUnitCount { reply.finish(.success(buffer.string)) }
    }
}
