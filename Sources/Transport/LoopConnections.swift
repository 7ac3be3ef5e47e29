internal import HTTP
package import LinuxIO

/// What all server connections of one loop share, and the list of them.
package final class LoopConnections {
    private let loop: EventLoop
    private var connections: [ServerConnection] = []
    let exchanges = ExchangePool()
    /// Connections close after the response that they are at.
    package private(set) var isDraining = false
    private var emptied: (@Sendable () -> Void)?
    private var dateSecond: Int64 = -1
    private let date = ByteBuffer(capacity: 32)

    private init(_ loop: EventLoop) { self.loop = loop }

    /// The loop's one instance.
    package static func of(_ loop: EventLoop) -> LoopConnections {
        loop.attachment(LoopConnections.self) { LoopConnections(loop) }
    }

    package var count: Int { connections.count }

    func add(_ connection: ServerConnection) {
        connection.place = connections.count
        connections.append(connection)
    }

    func remove(_ connection: ServerConnection) {
        let place = connection.place
        guard place >= 0 else { return }
        connection.place = -1
        let last = connections.removeLast()
        if last !== connection {
            connections[place] = last
            last.place = place
        }
        if isDraining, connections.isEmpty { reportEmpty() }
    }

    private func reportEmpty() {
        let emptied = self.emptied
        self.emptied = nil
        emptied?()
    }

    /// Closes idle connections now and the others after their response; `emptied` is called when none is left.
    package func drain(emptied: @escaping @Sendable () -> Void) {
        isDraining = true
        self.emptied = emptied
        for connection in connections { connection.closeIfIdle() }
        if connections.isEmpty { reportEmpty() }
    }

    /// Ends whatever is still open.
    package func closeAll() {
        for connection in connections { connection.abort() }
    }

    /// The current second as a `Date` field has it.
    func currentDate() -> ByteBuffer {
        if loop.wallNow.seconds != dateSecond {
            dateSecond = loop.wallNow.seconds
            date.removeAll()
            HTTPDate.append(dateSecond, to: date)
        }
        return date
    }
}
