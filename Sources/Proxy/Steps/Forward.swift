internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Transport
internal import Upstream

/// Straight through: to one of the service's servers and back, nothing kept.
extension RequestSteps {
    func forward(to service: LoopService) {
        guard let pool = service.pick() else { return answer(503, "no available server\n", nosniff: true) }
        let request = exchange.request
        serverName = pool.name
        isUpgrade = request.wantsUpgrade
        let body = request.framing == .none ? nil : replacedBody ?? exchange.requestBody
        call.start(to: pool, method: request.method, framing: request.framing, body: body, user: self)
    }
}

extension RequestSteps: UpstreamCallUser {
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        if let server = call.pool { writeHead(to: buffer, for: server) }
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
        if head.status < 400, !exchange.request.method.isSafe { target?.media?.cache.invalidate(exchange.request) }
        let response = exchange.response
        response.reset()
        response.copyEndToEnd(of: head, toHead: exchange.request.method == .head)
        if case .bypass(let reason) = outcome {
            response.add(.cacheStatus) { CacheStatus(reason).append(named: "usher", to: $0) }
        }
        guard head.status == 101 else { return deliver(body) }
        guard isUpgrade, let connection = call.connection else {
            call.finish()
            return answer(502, "Bad Gateway")
        }
        response.add(.connection, "Upgrade")
        if let upgrade = head.fields.first(where: { $0.id == .upgrade }) { response.add(upgrade, of: head) }
        connection.enterTunnel()
        exchange.switchProtocols(connection)
        if let body = exchange.requestBody { connection.feedTunnel(from: body) }
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) { fail(failure) }

    /// The one place that makes a status of what went wrong upstream.
    func fail(_ failure: ClientFailure) {
        handler?.proxy.noteFailure(failure, of: serverName)
        if exchange.hasResponse { return exchange.cut() }
        if passed > 0, let chain = target?.chain {
            for place in (0..<passed).reversed() where chain[place].failed(self, at: place, failure) { return }
        }
        switch failure {
        case .unknownHost, .connect, .tls, .closed, .malformed: answer(502, "Bad Gateway")
        case .connectTimeout, .handshakeTimeout, .headerTimeout, .totalTimeout: answer(504, "Gateway Timeout")
        case .requestBody: answer(400, "Bad Request")
        case .cancelled: exchange.cut()
        }
    }
}
