internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Routing
internal import Transport
internal import Upstream

/// One request's way through usher, step by step; each step is a file in `Steps`, and this is their order:
///
///     receive      what may not be passed on at all is answered here
///     route        the router that wants the request
///     middlewares  what stands between router and service
///     classify     straight through, or by the cache?
///     lookup ┐
///     plan   │     in MediaCache: what is stored, what is being filled,
///     fetch  │     what has to come from the origin
///     deliver┘
///     forward      straight through: to the service's server and back
///     finish       the log, and what was held
///
/// One instance lives with each exchange and is used again with it.
final class RequestSteps {
    /// Made with its exchange, which owns it.
    unowned let exchange: Exchange
    var handler: EntryPointHandler?
    var target: RouteTarget?
    /// Held as long as the request uses one of its targets.
    var routes: LoopRoutes?
    var outcome = Outcome.none
    let routeRequest: RouteRequest
    let call = UpstreamCall()
    /// Made when a request first goes by a cache.
    lazy var media = MediaRequest(exchange: exchange, owner: self)
    /// What the upstream answered; 0 when it did not.
    var originStatus = 0
    var serverName = ""
    /// Who the client says or has proved to be, for the log.
    var user = ""
    /// The server that the request goes to, straight through.
    var server: BalancedServer?
    /// What the service had to be picked by and left to do; nil where that is nothing.
    var picked: PickRequest?
    /// Made when a service first needs one.
    lazy var pickRequest = PickRequest(exchange.request)
    /// The body that a fallback may need once more; what collects it.
    var keptBody: ByteBuffer?
    var collector: BodyCollector?
    /// What waits for the API's answer.
    var adminCall: WorkerCall<AdminAnswer>?
    var isUpgrade = false
    /// The request before its path was put in order, where that breaks a signature; nil where nothing was changed.
    var untidied: RequestHead.Point?
    /// What the client claims about the request's way is believed.
    var isTrusted = false
    /// `X-Forwarded-*` stand in the request as it goes upstream, but for the peer.
    var hasForwarded = false
    /// A middleware has taken `X-Forwarded-For` out: the upstream is not told of the client.
    var hidesClient = false
    /// What goes upstream in place of the client's own body; nil for that.
    var replacedBody: (any BodySource)?
    /// Attempts beyond the first, for the log.
    var retries: UInt32 = 0
    /// Middlewares that the request has passed, and whose way back its response takes.
    var passed = 0
    /// Middlewares that have seen the request.
    var entered = 0
    /// What middlewares keep for this request, by their places; empty where none does.
    var kept: [AnyObject?] = []

    init(_ exchange: Exchange) {
        self.exchange = exchange
        routeRequest = RouteRequest(exchange.request)
    }

    func begin(at handler: EntryPointHandler) {
        self.handler = handler
        handler.proxy.requests += 1
        exchange.owner = self
        routes = handler.proxy.routes
        (target, outcome, originStatus, serverName, user, isUpgrade) = (nil, .none, 0, "", "", false)
        (passed, entered, retries) = (0, 0, 0)
        untidied = nil
        (isTrusted, hasForwarded, hidesClient) = (false, false, false)
        guard receive(handler.policy) else { return }
        guard let target = route() else { return }
        enter(target, from: 0)
    }

    /// Goes on to a router whose chain the request has passed up to `position`.
    func enter(_ target: RouteTarget, from position: Int) {
        self.target = target
        if target.chain.isEmpty { return serve(target) }
        if position == 0 {
            materialiseForwarded()
            exchange.request.dropConnectionOptions()
        }
        proceed(from: position)
    }

    /// Hands the request to what the router leads to.
    func serve(_ target: RouteTarget) {
        switch target.destination {
        case .service(let service):
            switch classify(target) {
            case .media(let cache, let policy):
                outcome = .media
                media.begin(cache: cache, policy: policy, service: service)
            case .through: forward(to: service)
            case .bypass(let reason):
                outcome = .bypass(reason)
                forward(to: service)
            }
        case .own(let service): answer(as: service)
        case .routers(let table): descend(into: table, below: target)
        }
    }
}

extension RequestSteps: MediaRequestOwner {
    func writeOriginLine(to buffer: ByteBuffer) { writeRequestLine(method: "GET", to: buffer) }

    func writeOriginFields(to buffer: ByteBuffer) { writeFields(to: buffer, keepsConditions: false) }

    func passThrough(_ reason: BypassReason) {
        guard let service = target?.service else { return }
        outcome = .bypass(reason)
        media.ended()
        forward(to: service)
    }

    func mediaFailed(_ failure: ClientFailure) { fail(failure) }

    func originAnswered(status: Int) { originStatus = status }
}

/// What became of a request, for the log and `Cache-Status`.
enum Outcome: Equatable {
    /// No cache was asked.
    case none
    /// The cache stood aside.
    case bypass(BypassReason)
    /// The cache answered; its own words are in the response.
    case media
}

extension RequestSteps: ExchangeOwner {
    func ended(_ exchange: Exchange, completed: Bool) { finish(completed: completed) }
}
