package import HTTP
package import LinuxIO
package import Transport

/// Told how a call goes; every method comes from the loop, never from within the call's own methods but `start`.
package protocol UpstreamCallUser: AnyObject {
    /// Appends the request's head to the buffer, with its framing fields and the empty line. Asked again for a retry.
    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer)
    /// An interim response is in `call.response`.
    func interim(_ call: UpstreamCall)
    /// The final response's head is in `call.response`; `call.body` is to be pulled.
    func answered(_ call: UpstreamCall)
    /// There will be no response.
    func failed(_ call: UpstreamCall, _ failure: ClientFailure)
}

/// One request to one server, over a pooled connection or a new one; used again for the next request.
package final class UpstreamCall {
    package private(set) var user: (any UpstreamCallUser)?
    package private(set) var pool: ServerPool?
    package private(set) var connection: ClientConnection?
    private var health: ServerHealth?
    private var method = Method.get
    private var framing = BodyFraming.none
    private var requestBody: (any BodySource)?
    private var addresses: [SocketAddress] = []
    private var nextAddress = 0
    private var mayRetry = false
    package private(set) var isActive = false
    /// When the call began.
    package private(set) var began = MonotonicTime(nanoseconds: 0)

    package init() {}

    /// The response's head.
    package var response: ResponseHead? { connection?.response }
    /// The response's body.
    package var body: (any BodySource)? { connection }

    /// Sends a request; the user hears of the response.
    ///
    /// An idempotent request without a body is sent once more over a new connection when a pooled one turns out to be
    /// dead (RFC 9110 §9.2.2).
    ///
    /// - Parameter health: learns of failures and of statuses from 500 on.
    package func start(
        to pool: ServerPool, method: Method, framing: BodyFraming, body: (any BodySource)?,
        health: ServerHealth? = nil, user: any UpstreamCallUser
    ) {
        (self.pool, self.method, self.framing, self.requestBody, self.user) = (pool, method, framing, body, user)
        self.health = health
        pool.inFlight += 1
        (isActive, nextAddress, began) = (true, 0, pool.loop.now)
        mayRetry = method.isIdempotent && framing == .none
        if let idle = pool.takeIdle() { return send(over: idle) }
        connect()
    }

    private func send(over connection: ClientConnection) {
        self.connection = connection
        guard let user else { return }
        connection.send(method: method, framing: framing, body: requestBody, user: self) { buffer in
            user.writeRequest(self, to: buffer)
        }
    }

    private func connect() {
        guard let pool, let known = pool.addresses(for: self) else { return }
        addresses = known
        connectToNext(after: .unknownHost)
    }

    /// The pool has looked the name up.
    func resolved(_ found: [SocketAddress]) {
        guard isActive else { return }
        addresses = found
        connectToNext(after: .unknownHost)
    }

    /// Tries the addresses in their order until one takes the connection.
    private func connectToNext(after failure: ClientFailure) {
        guard let pool else { return }
        var failure = failure
        while nextAddress < addresses.count {
            let address = addresses[nextAddress]
            nextAddress += 1
            do throws(Errno) {
                return send(over: try pool.connect(to: address))
            } catch {
                failure = .connect(error)
            }
        }
        fail(failure)
    }

    private func fail(_ failure: ClientFailure) {
        guard isActive else { return }
        let user = self.user
        let (used, body) = (connection, requestBody)
        if let health, let pool, failure.isOfServer { health.failed(at: pool.loop.now) }
        connection = nil
        release()
        used?.close()
        body?.sink = nil
        user?.failed(self, failure)
    }

    /// The exchange is over as far as the user is concerned: the connection goes back when it is in order.
    package func finish() {
        guard isActive else { return }
        let (connection, pool) = (self.connection, self.pool)
        self.connection = nil
        pool?.stopWaiting(self)
        release()
        guard let connection else { return }
        if let pool { pool.give(connection) } else { connection.close() }
    }

    private func release() {
        pool?.inFlight -= 1
        (isActive, user, pool, requestBody, health) = (false, nil, nil, nil, nil)
        addresses = []
    }
}

extension UpstreamCall: ClientConnectionUser {
    package func connected(_ connection: ClientConnection) {}

    package func interim(_ connection: ClientConnection) { user?.interim(self) }

    package func answered(_ connection: ClientConnection) {
        if let pool {
            pool.answered(after: pool.loop.now.since(began))
            if let health, connection.response.status >= 500 { health.failed(at: pool.loop.now) }
        }
        user?.answered(self)
    }

    package func failed(_ connection: ClientConnection, _ failure: ClientFailure) {
        guard isActive, connection === self.connection else { return }
        self.connection = nil
        switch failure {
        case .closed where mayRetry && connection.isReused:
            mayRetry = false
            connect()
        case .connect, .connectTimeout: connectToNext(after: failure)
        default: fail(failure)
        }
    }
}

extension ClientFailure {
    /// Whether it says something of the server, and not of who sent the request.
    fileprivate var isOfServer: Bool {
        switch self {
        case .requestBody, .cancelled: false
        default: true
        }
    }
}
