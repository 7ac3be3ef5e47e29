internal import LinuxIO
internal import Transport

/// One of the demo's own servers: a loop on a thread of its own, at a free port of the loopback address.
struct DemoServer {
    let port: UInt16
    private let loop: LoopHandle

    /// - Parameter make: called once, on the server's own loop.
    init(_ make: @escaping @Sendable (EventLoop) -> any RequestHandler) throws(DemoFailure) {
        guard let address = SocketAddress(ip: "127.0.0.1", port: 0),
            let socket = try? ListeningSocket(address, shared: false), let port = socket.localAddress?.port
        else { throw DemoFailure("no free port on 127.0.0.1") }
        self.port = port
        loop = EventLoop.start(index: 0)
        let passed = Locked<SocketBox?>(SocketBox(socket))
        loop.run { loop in
            guard let box = passed.withLock({ $0.take() }), let socket = box.take() else { return }
            let listener = try? Listener(socket, settings: ServerSettings(), handler: make(loop), loop: loop)
            if let listener { _ = loop.attachment(Listener.self) { listener } }
        }
    }

    func stop() { loop.post(.stop) }
}

/// Carries a socket into the closure that takes it over.
private final class SocketBox: @unchecked Sendable {
    // Touched by one thread after the other: whoever has taken the box out of its lock.
    private var socket: ListeningSocket?

    init(_ socket: consuming ListeningSocket) { self.socket = consume socket }

    func take() -> ListeningSocket? { socket.take() }
}
