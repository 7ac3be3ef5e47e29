internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Transport
internal import Upstream

/// Straight through: to one of the service's servers and back, nothing kept.
extension RequestSteps {
    func forward(to service: LoopService) {
        isUpgrade = exchange.request.wantsUpgrade
        if service.needsRequest { return forwardByPick(to: service) }
        guard let server = service.pick() else { return answerNoServer() }
        send(to: server)
    }

    func answerNoServer() { answer(503, "no available server\n", nosniff: true) }

    /// The request's body as it goes on from here; nil where it has none.
    var body: (any BodySource)? {
        exchange.request.framing == .none ? nil : replacedBody ?? exchange.requestBody
    }

    func send(to server: BalancedServer) { send(to: server, body) }

    func send(to server: BalancedServer, _ body: (any BodySource)?) {
        self.server = server
        serverName = server.pool.name
        let request = exchange.request
        call.start(
            to: server.pool, method: request.method, framing: request.framing, body: body, health: server.health,
            user: self)
    }
}

extension RequestSteps: UpstreamCallUser {
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        if let server { writeHead(to: buffer, for: server) }
        buffer.append("\r\n")
    }

    func interim(_ call: UpstreamCall) {
        // Permission to go on is ours to give: the client's body is read when the upstream takes it.
        guard let head = call.response, head.status != 100 else { return }
        let response = exchange.response
        response.reset()
        response.copyEndToEnd(of: head, toHead: false)
        exchange.sendInterim(response)
        response.reset()
    }

    func answered(_ call: UpstreamCall) {
        guard let head = call.response, let body = call.body else { return }
        originStatus = head.status
        if picked != nil, fallBack(on: head.status) { return }
        if let media = target?.media { teach(media, head) }
        let response = exchange.response
        response.reset()
        response.copyEndToEnd(of: head, toHead: exchange.request.method == .head)
        if case .bypass(let reason) = outcome {
            response.add(.cacheStatus) { CacheStatus(reason).append(named: "usher", to: $0) }
        }
        picked?.addCookies(to: response, isSecure: exchange.isSecure)
        if head.status == 101 { switchProtocols(call, head) } else { deliver(body) }
    }

    /// What a cache can learn of a response that it does not keep.
    private func teach(_ media: RouteTarget.Media, _ head: ResponseHead) {
        let request = exchange.request
        if head.status < 400, !request.method.isSafe { media.cache.invalidate(request, answeredBy: head, media.policy) }
        if request.method == .head { media.cache.learn(request, head, policy: media.policy) }
    }

    private func switchProtocols(_ call: UpstreamCall, _ head: ResponseHead) {
        let response = exchange.response
        guard isUpgrade, let connection = call.connection else {
            call.finish()
            return answer(502, "Bad Gateway")
        }
        response.add(.connection, "Upgrade")
        if let upgrade = head.fields.first(where: { $0.id == .upgrade }) { response.add(upgrade, of: head) }
        var none: (any BodySource)?
        guard passBack(from: passed, &none) else { return }
        connection.enterTunnel()
        exchange.switchProtocols(connection)
        if let body = exchange.requestBody { connection.feedTunnel(from: body) }
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) {
        if picked != nil, let status = failure.status, !exchange.hasResponse {
            let name = serverName
            if fallBack(on: status) {
                handler?.proxy.noteFailure(failure, of: name)
                return
            }
        }
        fail(failure)
    }

    /// The one place that makes a status of what went wrong upstream.
    func fail(_ failure: ClientFailure) {
        handler?.proxy.noteFailure(failure, of: serverName)
        if exchange.hasResponse { return exchange.cut() }
        if passed > 0, let chain = target?.chain {
            for place in (0..<passed).reversed() where chain[place].failed(self, at: place, failure) { return }
        }
        switch failure.status {
        case 502: answer(502, "Bad Gateway")
        case 504: answer(504, "Gateway Timeout")
        default: failure == .requestBody ? answer(400, "Bad Request") : exchange.cut()
        }
    }
}

extension ClientFailure {
    /// The status of an answer that says so of a server; nil where it is not the server's doing.
    fileprivate var status: Int? {
        switch self {
        case .unknownHost, .connect, .tls, .closed, .malformed: 502
        case .connectTimeout, .handshakeTimeout, .headerTimeout, .totalTimeout: 504
        case .requestBody, .cancelled: nil
        }
    }
}
