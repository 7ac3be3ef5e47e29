package import Configuration
package import LinuxIO

/// All servers that a loop knows; they outlive reloads, and so do their connections.
package final class LoopUpstreams {
    package let loop: EventLoop
    /// How servers are reached, by the ids that services have for it; nil for those that name nothing.
    private var transports: [String?: UpstreamSettings]
    private var pools: [PoolKey: ServerPool] = [:]

    private init(_ loop: EventLoop, _ transports: [String?: UpstreamSettings]) {
        (self.loop, self.transports) = (loop, transports)
    }

    /// Gives a loop its upstreams; once, before requests come.
    ///
    /// - Parameter transports: see `adopt`.
    package static func install(on loop: EventLoop, _ transports: [String?: UpstreamSettings]) -> LoopUpstreams {
        loop.attachment(LoopUpstreams.self) { LoopUpstreams(loop, transports) }
    }

    package static func of(_ loop: EventLoop) -> LoopUpstreams? { loop.attached(LoopUpstreams.self) }

    /// Uses other transports for services that are made from now on.
    ///
    /// - Parameter transports: by id, and the global one under nil; every one that a service names is there.
    package func adopt(_ transports: [String?: UpstreamSettings]) { self.transports = transports }

    func known(_ key: PoolKey) -> ServerPool? { pools[key] }

    /// The connections to a server that are made by the transport of that id. Each transport has its own: a connection
    /// that trusted anyone must not serve those who want to know.
    package func pool(for url: UpstreamURL, by transport: String?) -> ServerPool {
        let settings = transports[transport]!
        let key = PoolKey(url: url, settings: settings)
        if let known = pools[key] { return known }
        let made = ServerPool(url, settings: settings, loop: loop)
        pools[key] = made
        return made
    }

    /// Forgets servers that nobody has any more; what is under way with them goes on. One whose name is being looked up
    /// stays until the next time, because it is found by its place here when the answer comes.
    package func keep(only places: Set<ServerPlace>) {
        var wanted: Set<PoolKey> = []
        for place in places {
            guard let settings = transports[place.transport] else { continue }
            wanted.insert(PoolKey(url: place.url, settings: settings))
        }
        for (key, pool) in pools where !wanted.contains(key) && !pool.isLookingUp {
            pool.closeIdle()
            pools[key] = nil
        }
    }
}

/// A server and the transport that it is reached by.
struct PoolKey: Hashable, Sendable {
    let url: UpstreamURL
    let settings: UpstreamSettings

    static func == (left: PoolKey, right: PoolKey) -> Bool {
        left.url == right.url && left.settings === right.settings
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(url)
        hasher.combine(ObjectIdentifier(settings))
    }
}
