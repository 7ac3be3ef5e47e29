package import Configuration
package import LinuxIO
package import Logging
package import Transport

/// The proxy on one loop: its current routes, and what every request needs.
package final class LoopProxy {
    package let loop: EventLoop
    /// What requests from now on are routed by.
    package var routes: LoopRoutes
    /// Our name, for `X-Forwarded-Server`.
    let hostName: String
    let accessLog: AccessLogging?
    /// Nil where nobody answers for the API.
    let admin: AdminDesk?
    private let logger: Logger
    /// Where paths are put in order; what stands there counts for nothing afterwards.
    let scratch = (ByteBuffer(capacity: 1024), ByteBuffer(capacity: 1024))
    /// Requests so far.
    package internal(set) var requests: UInt64 = 0
    /// usher is shutting down: `/ping` says so.
    package var isTerminating = false
    /// Failures are logged once a second: an origin that is down must not fill the disk.
    private var quietUntil = MonotonicTime(nanoseconds: 0)
    private var unsaid = 0

    package init(
        loop: EventLoop, routes: LoopRoutes, hostName: String, accessLog: AccessLogging?, admin: AdminDesk?,
        logger: Logger
    ) {
        (self.loop, self.routes, self.hostName, self.accessLog) = (loop, routes, hostName, accessLog)
        self.admin = admin
        self.logger = logger
    }

    func note(_ event: String, router: String) { logger.warning("\(event)", metadata: ["router": "\(router)"]) }

    func noteFailure(_ failure: ClientFailure, of server: String) {
        if failure == .requestBody || failure == .cancelled { return }
        guard quietUntil <= loop.now else {
            unsaid += 1
            return
        }
        quietUntil = loop.now.adding(.seconds(1))
        var metadata: Logger.Metadata = ["server": "\(server)"]
        if unsaid > 0 { metadata["more"] = "\(unsaid)" }
        unsaid = 0
        logger.warning("upstream failed: \(failure)", metadata: metadata)
    }
}

/// Answers the requests of one entry point on one loop.
package final class EntryPointHandler: RequestHandler {
    let proxy: LoopProxy
    let name: String
    /// Which one it is, in the order of the configuration.
    let index: Int
    let policy: RequestPolicy

    package init(_ entryPoint: EntryPoint, index: Int, proxy: LoopProxy) {
        (name, policy) = (entryPoint.name, entryPoint.requests)
        (self.index, self.proxy) = (index, proxy)
    }

    package func handle(_ exchange: Exchange) {
        let steps = exchange.context as? RequestSteps ?? RequestSteps(exchange)
        exchange.context = steps
        steps.begin(at: self)
    }
}
