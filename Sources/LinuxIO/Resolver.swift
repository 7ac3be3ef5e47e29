internal import CLinux
internal import Glibc

/// Looks host names up off the loops, through the system's own resolver.
package final class Resolver: Sendable {
    private let workers: Workers

    package init(workers: Workers) { self.workers = workers }

    /// Looks `host` up; `done` is called on some worker's thread, with no address when it is unknown.
    ///
    /// Returns false, and calls nothing, when too many lookups wait.
    package func lookUp(_ host: String, port: UInt16, done: @escaping @Sendable ([SocketAddress]) -> Void) -> Bool {
        workers.run { done(Self.addresses(of: host, port: port)) }
    }

    /// Blocking lookup, in the order the system prefers; for start-up and workers.
    package static func addresses(of host: String, port: UInt16) -> [SocketAddress] {
        if let literal = SocketAddress(ip: host, port: port) { return [literal] }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            var storage = sockaddr_storage()
            let length = unsafe current.pointee.ai_addrlen
            unsafe withUnsafeMutableBytes(of: &storage) {
                unsafe $0.copyMemory(
                    from: UnsafeRawBufferPointer(start: current.pointee.ai_addr, count: Int(length)))
            }
            found.append(SocketAddress(storage: storage, length: length).with(port: port))
            unsafe entry = current.pointee.ai_next
        }
        return found
    }
}
