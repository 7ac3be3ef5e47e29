internal import Configuration
internal import LinuxIO

/// A service as one loop knows it: servers of its own, or other services. Picking goes down the tree that they make.
package class LoopService {
    package let id: String

    init(id: String) { self.id = id }

    /// Whether picks look at the request (its cookies, its client's address), or leave something with it to do.
    package var needsRequest: Bool { false }

    /// Whether a server may be asked as far as the service knows; it may know nothing of its servers' health.
    package var isAvailable: Bool { true }

    /// The server for the next request; nil when there is none.
    ///
    /// - Parameter request: the request it is for; without one, servers are picked as for a client that was never here.
    package func pick(_ request: PickRequest? = nil) -> BalancedServer? { nil }
}

/// A server as one balancer on one loop knows it.
package final class BalancedServer {
    package let pool: ServerPool
    /// Send the client's `Host`, else the server's own.
    package let passHostHeader: Bool
    /// What stands in front of every path; often empty.
    package let basePath: [UInt8]
    /// Nil where nobody watches it.
    package let health: ServerHealth?
    let weight: Int
    /// What the server is called in a sticky cookie, and was called by older versions of Traefik.
    let cookieValue: [UInt8], oldCookieValue: [UInt8]
    /// For picks by the client's address.
    let seed: UInt64

    init(_ server: UpstreamServer, of balancer: LoadBalancer, pool: ServerPool, health: ServerHealth?) {
        (self.pool, self.health, weight) = (pool, health, server.weight)
        (passHostHeader, basePath) = (balancer.passHostHeader, Array(server.basePath.utf8))
        let isSticky = balancer.sticky != nil
        cookieValue = isSticky ? StickyValue.current(server.address) : []
        oldCookieValue = isSticky ? StickyValue.old(server.address) : []
        seed = HighestRandomWeight.seed(server.address)
    }

    var isUp: Bool { health?.isUp(at: pool.loop.now) ?? true }
}
