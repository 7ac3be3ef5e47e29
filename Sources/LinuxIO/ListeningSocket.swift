internal import CLinux
internal import Glibc

/// A socket that accepts connections.
package struct ListeningSocket: ~Copyable, Sendable {
    private let descriptor: Descriptor

    package var number: Int32 { descriptor.number }

    /// Binds and listens.
    ///
    /// - Parameter shared: with SO_REUSEPORT, so that every loop has a listener of its own at the same address.
    /// - Throws: `Errno`, `EADDRINUSE` among them.
    package init(_ address: SocketAddress, shared: Bool) throws(Errno) {
        let made = try Self.bound(to: address, shared: shared)
        _ = try retrying { listen(made.number, 4096) }
        descriptor = made
    }

    /// Listens at a path that no file has.
    ///
    /// - Parameter mode: of the socket's file; who may write to it may connect, and nobody before it is set.
    package init(at place: UnixSocketPlace, mode: UInt32) throws(Errno) {
        let made = try Self.bound(to: place.address, shared: false)
        _ = try retrying { unsafe chmod(place.path, mode) }
        _ = try retrying { listen(made.number, 128) }
        descriptor = made
    }

    /// Whether somebody could listen there, without doing it: a client that comes meanwhile is refused, not dropped.
    ///
    /// - Returns: the address, with the port that the kernel chose where none was given.
    /// - Throws: `Errno`, `EADDRINUSE` among them.
    package static func claim(_ address: SocketAddress) throws(Errno) -> SocketAddress {
        let socket = try bound(to: address, shared: false)
        return localAddress(of: socket.number) ?? address
    }

    private static func bound(to address: SocketAddress, shared: Bool) throws(Errno) -> Descriptor {
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let number = try retrying { socket(address.family, type, 0) }
        let made = Descriptor(owning: number)
        if !address.isUnix {
            set(number, SOL_SOCKET, SO_REUSEADDR, 1)
            if shared { set(number, SOL_SOCKET, SO_REUSEPORT, 1) }
            if address.isIPv6 { set(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        }
        _ = try unsafe address.withPointer { (pointer, length) throws(Errno) in
            try retrying { unsafe bind(number, pointer, length) }
        }
        return made
    }

    private static func set(_ number: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        unsafe setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Where it listens; tells the port when 0 was asked for.
    package var localAddress: SocketAddress? { Self.localAddress(of: number) }

    private static func localAddress(of number: Int32) -> SocketAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(number, $0, &length) }
        }
        return result == 0 ? SocketAddress(storage: storage, length: length) : nil
    }

    /// The next waiting connection and where it comes from; nil when none waits.
    package func accept() throws(Errno) -> Accepted? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let number = unsafe usher_accept(number, &storage, &length)
        guard number >= 0 else {
            let error = Errno.current
            // The peer may be gone before it was accepted; that concerns nobody.
            if error == .again || error == .interrupted || error.code == ECONNABORTED { return nil }
            throw error
        }
        return Accepted(Socket(Descriptor(owning: number)), SocketAddress(storage: storage, length: length))
    }

    /// A connection just accepted, and its peer.
    package struct Accepted: ~Copyable {
        private let socket: Socket
        package let peer: SocketAddress

        init(_ socket: consuming Socket, _ peer: SocketAddress) {
            self.socket = socket
            self.peer = peer
        }

        /// The connection itself.
        package consuming func takeSocket() -> Socket { socket }
    }
}
