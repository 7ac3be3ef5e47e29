import Glibc
import LinuxIO

/// What an origin's threads share.
final class OriginState: Sendable {
    struct Connections: Sendable {
        var accepted = 0
        /// Descriptors of those that are open, by number of the connection.
        var open: [Int: Int32] = [:]
        var isStopped = false
    }

    let requests = Locked<[OriginRequest]>([])
    let connections = Locked(Connections())
    private let socket: ListeningSocket

    init(_ socket: consuming ListeningSocket) { self.socket = socket }

    /// A connection and its number.
    struct Accepted: Sendable {
        let stream: PlainStream
        let index: Int
    }

    /// The next connection; nil when the origin has been stopped.
    func accept() -> Accepted? {
        while !connections.withLock({ $0.isStopped }) {
            try? wait(for: POLLIN, on: socket.number, until: MonotonicTime.now.adding(.seconds(1)), to: "accept")
            do {
                guard let accepted = try socket.accept() else { continue }
                let stream = PlainStream(accepted.takeSocket())
                stream.setNoDelay()
                return register(stream)
            } catch {
                return nil
            }
        }
        return nil
    }

    private func register(_ stream: PlainStream) -> Accepted? {
        connections.withLock { connections in
            if connections.isStopped { return nil }
            let index = connections.accepted
            connections.accepted += 1
            connections.open[index] = stream.number
            return Accepted(stream: stream, index: index)
        }
    }

    /// Called by the connection's own thread, before it closes.
    func forget(_ index: Int) { connections.withLock { _ = $0.open.removeValue(forKey: index) } }

    /// Wakes every thread by ending its socket; each then closes its own.
    func stop() {
        connections.withLock { connections in
            connections.isStopped = true
            for number in connections.open.values { shutdown(number, Int32(SHUT_RDWR)) }
        }
        shutdown(socket.number, Int32(SHUT_RDWR))
    }
}
