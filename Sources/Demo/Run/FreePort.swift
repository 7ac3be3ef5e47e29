internal import LinuxIO

/// Ports of the loopback address for usher's entry points.
enum FreePort {
    /// `port` when nobody has it, or for 0 one that is free.
    static func find(_ port: UInt16, option: String) throws(DemoFailure) -> UInt16 {
        guard let address = SocketAddress(ip: "127.0.0.1", port: port),
            let socket = try? ListeningSocket(address, shared: false), let found = socket.localAddress?.port
        else { throw DemoFailure("port \(port) is not free: give another one with \(option)") }
        return found
    }
}
