internal import Configuration
internal import LinuxIO

/// Binds entry points: once alone, so that an address in use is told, then once for each loop.
enum EntryPointSockets {
    /// - Throws: a message that names the entry point, its address and what is wrong.
    static func addresses(of entryPoint: EntryPoint) throws(StartFailure) -> [SocketAddress] {
        let (host, port) = (entryPoint.address.host, entryPoint.address.port)
        if host.isEmpty { return [anyAddress(port)] }
        let found = Resolver.addresses(of: host, port: port)
        guard let first = found.first else {
            throw StartFailure(
                text: "entryPoints.\(entryPoint.name).address: \"\(host)\" has no address; give one of this machine's, "
                    + "or only \":\(port)\"")
        }
        return [first]
    }

    /// All families, or IPv4 alone where the machine has no IPv6.
    private static func anyAddress(_ port: UInt16) -> SocketAddress {
        let any = SocketAddress.any(port: port)
        return (try? ListeningSocket.claim(any.with(port: 0))) == nil
            ? SocketAddress(ip: "0.0.0.0", port: port)! : any
    }

    /// What is wrong with an entry point whose address another one has: they share sockets between loops, and so would
    /// share each other's clients.
    static func taken(by other: EntryPoint, for entryPoint: EntryPoint) -> StartFailure {
        StartFailure(
            text: "entryPoints.\(entryPoint.name).address = \"\(entryPoint.address)\": entryPoints.\(other.name) "
                + "listens there (\"\(other.address)\"); give each an address of its own")
    }

    /// Checks that nobody else listens there, and settles the port where the kernel chooses it.
    static func claim(_ address: SocketAddress, for entryPoint: EntryPoint) throws(StartFailure) -> SocketAddress {
        do throws(Errno) {
            return try ListeningSocket.claim(address)
        } catch {
            let advice =
                error == .addressInUse
                ? "another program listens there"
                : error.code == 13 ? "ports below 1024 need root or CAP_NET_BIND_SERVICE" : "cannot listen there"
            throw StartFailure(
                text: "entryPoints.\(entryPoint.name).address = \"\(entryPoint.address)\": \(advice): \(error)")
        }
    }
}

/// Why usher does not start, in words for whoever started it.
package struct StartFailure: Error, CustomStringConvertible {
    package let text: String
    package var description: String { text }

    package init(text: String) { self.text = text }
}
