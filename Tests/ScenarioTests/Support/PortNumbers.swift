import Glibc
import LinuxIO

/// Ports on the loopback address that nothing listens on. They lie below the range from which the kernel takes ports for
/// outgoing connections, so that none of those can take one in the meantime.
enum PortNumbers {
    private static let next = Locked(UInt16(truncatingIfNeeded: 20_000 + getpid() % 600 * 20))

    static func unused() -> UInt16 {
        while true {
            let port = next.withLock { next in
                next = next >= 32_700 ? 20_000 : next + 1
                return next
            }
            if (try? ListeningSocket(SocketAddress(ip: "127.0.0.1", port: port)!, shared: false)) != nil { return port }
        }
    }
}
