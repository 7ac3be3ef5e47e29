package import Configuration
internal import LinuxIO
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
    /// Requests of this loop under way.
    var inFlight = 0
    /// How long answers of late took to begin, in seconds; 0 before the first.
    private(set) var answerTime = 0.0
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
        guard url.scheme == .https else {
            return try ClientConnection(to: address, tls: nil, timeouts: settings.timeouts, loop: loop)
        }
        // Whom to trust could not be read: then nobody.
        guard let client = settings.tls else { throw .protocolError }
        let name = settings.serverName.isEmpty ? url.host : settings.serverName
        return try ClientConnection(to: address, tls: (client, name), timeouts: settings.timeouts, loop: loop)
    }

    /// Closes what is idle.
    func closeIdle() {
        for connection in idle { connection.close() }
        idle.removeAll()
    }

    /// An answer began so long after its request: the last few answers count most.
    func answered(after duration: Duration) {
        let seconds = Double(duration.nanoseconds) / 1e9
        answerTime = answerTime == 0 ? seconds : answerTime * 0.8 + seconds * 0.2
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

    /// Whether calls wait for the server's addresses.
    var isLookingUp: Bool { !waiting.isEmpty }

    func stopWaiting(_ call: UpstreamCall) { waiting.removeAll { $0 === call } }

    private func lookUp() -> Bool {
        let (handle, key) = (loop.handle, PoolKey(url: url, settings: settings))
        return settings.resolver.lookUp(url.host, port: url.port) { found in
            handle.run { loop in LoopUpstreams.of(loop)?.known(key)?.finish(found) }
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
