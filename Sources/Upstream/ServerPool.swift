package import Configuration
package import LinuxIO
internal import Transport

/// One server as one loop knows it: its addresses, and connections that wait for their next request.
package final class ServerPool {
    package let url: UpstreamURL
    /// The URL as text, for logs.
    package let name: String
    /// What a `Host` field says that is for this server.
    package let authority: String
    let settings: UpstreamSettings
    let loop: EventLoop
    private var idle: [ClientConnection] = []
    private var addresses: [SocketAddress] = []
    private var resolvedAt: MonotonicTime?
    private var waiting: [UpstreamCall] = []
    /// How long a name's addresses are used before it is looked up again.
    private static let addressLifetime: Duration = .seconds(5)

    init(_ url: UpstreamURL, settings: UpstreamSettings, loop: EventLoop) {
        (self.url, self.settings, self.loop) = (url, settings, loop)
        (name, authority) = (url.description, url.authority)
        if let literal = SocketAddress(ip: url.host, port: url.port) { addresses = [literal] }
    }

    // MARK: Connections

    /// The connection that was used last and is still in order; nil when there is none.
    func takeIdle() -> ClientConnection? {
        while let connection = idle.popLast() {
            if connection.isReady { return connection }
        }
        return nil
    }

    /// Takes back a connection whose exchange is over.
    func give(_ connection: ClientConnection) {
        guard connection.isReusable else { return connection.close() }
        if idle.count >= settings.maximumIdle { dropClosed() }
        guard idle.count < settings.maximumIdle else { return connection.close() }
        connection.becomeIdle()
        idle.append(connection)
    }

    private func dropClosed() { idle.removeAll { $0.isClosed } }

    func connect(to address: SocketAddress) throws(Errno) -> ClientConnection {
        let tls = url.scheme == .https ? (settings.tls, url.host) : nil
        return try ClientConnection(to: address, tls: tls, timeouts: settings.timeouts, loop: loop)
    }

    /// Closes what is idle.
    func closeIdle() {
        for connection in idle { connection.close() }
        idle.removeAll()
    }

    // MARK: Addresses

    /// The server's addresses, now or, for a name that has to be looked up, by `UpstreamCall.resolved`; nil for later.
    func addresses(for call: UpstreamCall) -> [SocketAddress]? {
        if SocketAddress(ip: url.host, port: url.port) != nil { return addresses }
        if let resolvedAt, loop.now.since(resolvedAt) < Self.addressLifetime, !addresses.isEmpty { return addresses }
        waiting.append(call)
        if waiting.count == 1, !lookUp() { finish([]) }
        return nil
    }

    func stopWaiting(_ call: UpstreamCall) { waiting.removeAll { $0 === call } }

    private func lookUp() -> Bool {
        let (handle, url) = (loop.handle, self.url)
        return settings.resolver.lookUp(url.host, port: url.port) { found in
            handle.run { loop in LoopUpstreams.of(loop)?.known(url)?.finish(found) }
        }
    }

    private func finish(_ found: [SocketAddress]) {
        // A name server that is down for a moment takes nothing away that is known.
        if !found.isEmpty { (addresses, resolvedAt) = (found, loop.now) }
        let calls = waiting
        waiting.removeAll()
        for call in calls { call.resolved(addresses) }
    }
}

/// All servers that a loop knows; they outlive reloads, and so do their connections.
package final class LoopUpstreams {
    package let loop: EventLoop
    private let settings: UpstreamSettings
    private var pools: [UpstreamURL: ServerPool] = [:]

    private init(_ loop: EventLoop, _ settings: UpstreamSettings) { (self.loop, self.settings) = (loop, settings) }

    /// Gives a loop its upstreams; once, before requests come.
    package static func install(on loop: EventLoop, _ settings: UpstreamSettings) -> LoopUpstreams {
        loop.attachment(LoopUpstreams.self) { LoopUpstreams(loop, settings) }
    }

    package static func of(_ loop: EventLoop) -> LoopUpstreams? { loop.attached(LoopUpstreams.self) }

    func known(_ url: UpstreamURL) -> ServerPool? { pools[url] }

    package func pool(for url: UpstreamURL) -> ServerPool {
        if let known = pools[url] { return known }
        let made = ServerPool(url, settings: settings, loop: loop)
        pools[url] = made
        return made
    }

    /// Forgets servers that no service has any more; what is under way with them goes on.
    package func keep(only urls: Set<UpstreamURL>) {
        for (url, pool) in pools where !urls.contains(url) {
            pool.closeIdle()
            pools[url] = nil
        }
    }
}
