internal import Configuration
internal import LinuxIO
internal import Upstream

/// Where a middleware stands, and what it may use there.
struct MiddlewarePlace {
    /// Id of the router whose chain it is in.
    let router: String
    let loop: EventLoop
    let upstreams: LoopUpstreams
    /// By id.
    let services: [String: LoopService]
    let shared: SharedStates
    /// For what may wait for the disk or takes its time.
    let workers: Workers

    /// The state that this middleware shares with its other selves on all loops.
    func state<State: SharedState>(of middleware: Middleware, make: () -> State) -> State {
        shared.state(of: middleware, in: router, make: make)
    }
}
