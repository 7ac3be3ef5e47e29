import Glibc
import LinuxIO

/// A TCP connection. One thread uses it at a time, which the compiler cannot see when it is handed over.
final class PlainStream: ByteStream, @unchecked Sendable {
    private var socket: Socket?
    let number: Int32
    let localPort: UInt16

    init(_ socket: consuming Socket) {
        number = socket.number
        localPort = socket.localAddress()?.port ?? 0
        self.socket = consume socket
    }

    /// Connects to the loopback address.
    convenience init(connectingTo port: UInt16, within limit: Duration = patience) throws {
        do {
            let socket = try Socket.connecting(to: SocketAddress(ip: "127.0.0.1", port: port)!)
            try wait(for: POLLOUT, on: socket.number, until: MonotonicTime.now.adding(limit), to: "connect to \(port)")
            if let error = socket.error() { throw error }
            self.init(socket)
        } catch let error as Errno {
            throw ScenarioFailure("connecting to \(port): \(error)")
        }
    }

    /// Makes small writes leave at once, each as a segment of its own.
    func setNoDelay() { socket?.setNoDelay() }

    func read(within limit: Duration) throws -> [UInt8] {
        let deadline = MonotonicTime.now.adding(limit)
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            try checkOpen()
            try wait(for: POLLIN, on: number, until: deadline, to: "read")
            let count = unsafe recv(number, &bytes, bytes.count, 0)
            if count >= 0 { return Array(bytes[..<count]) }
            try throwUnlessTransient("reading")
        }
    }

    func write(_ bytes: [UInt8], within limit: Duration) throws {
        let deadline = MonotonicTime.now.adding(limit)
        var done = 0
        while done < bytes.count {
            try checkOpen()
            try wait(for: POLLOUT, on: number, until: deadline, to: "write")
            let count = unsafe bytes.withUnsafeBytes { all in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: all[done...])
                return unsafe send(number, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 { done += count } else { try throwUnlessTransient("writing") }
        }
    }

    func shutdownWriting() { socket?.shutdownWriting() }

    func close(reset: Bool) {
        if reset { socket?.resetOnClose() }
        socket = nil
    }

    private func checkOpen() throws {
        if socket == nil { throw ScenarioFailure("the connection is closed on our side") }
    }

    private func throwUnlessTransient(_ doing: String) throws {
        let error = Errno.current
        if error != .again && error != .interrupted { throw ScenarioFailure("\(doing): \(error)") }
    }
}

/// Waits until a socket is ready, or fails when the deadline passes.
func wait(for events: Int32, on number: Int32, until deadline: MonotonicTime, to doing: String) throws {
    var entry = pollfd(fd: number, events: Int16(events), revents: 0)
    while true {
        let left = Int32(clamping: deadline.since(.now).nanoseconds / 1_000_000)
        let count = unsafe poll(&entry, 1, left)
        if count > 0 { return }
        if count == 0 { throw ScenarioFailure("timed out waiting to \(doing)", isTimeout: true) }
    }
}
