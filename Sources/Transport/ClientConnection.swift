package import HTTP
package import LinuxIO
package import TLS

/// A connection to an upstream that speaks HTTP/1: one request at a time, used again while it is in order.
package final class ClientConnection {
    enum Phase {
        /// Next: `handshake`, `ready`, `closed`.
        case connecting
        /// Next: `ready`, `closed`.
        case handshake
        /// Free for a request; nobody may send anything. Next: `waiting`, `closed`.
        case ready
        /// A request is under way and no head of a final response is there. Next: `body`, `tunnel`, `closed`.
        case waiting
        /// The response's body is being pulled. Next: `ready`, `closed`.
        case body
        /// Raw bytes both ways. Next: `closed`.
        case tunnel
        case closed
    }

    let loop: EventLoop
    let stream: ByteStream
    package let timeouts: ClientTimeouts
    var phase = Phase.connecting
    var token: LoopToken?
    /// Who sent the request under way.
    package var user: (any ClientConnectionUser)?
    /// Who pulls the response's body.
    package var sink: (any BodySink)?
    /// The response's head: that of the final one, or in `interim` that of an interim one.
    package let response = ResponseHead()
    /// Whether the request before this one went over the same connection.
    package private(set) var isReused = false

    var input: ByteBuffer?
    var inputIsLarge = false
    var output: ByteBuffer?
    var writer = MessageWriter()
    var parser: HTTP1ResponseParser
    var decoder = BodyDecoder(.none)
    var method = Method.get
    var requestSent = false
    /// Interim responses to this request so far.
    var interims = 0
    var isPumping = false
    var pumpAgain = false
    /// The body broke off; whoever pulls it learns so.
    var bodyFailed = false
    var bodyEnded = false
    var isPulledDry = false

    lazy var timer = LoopTimer(target: self)
    var phaseBegan: MonotonicTime
    var requestBegan: MonotonicTime
    var lastProgress: MonotonicTime

    /// Starts connecting.
    ///
    /// - Parameters:
    ///   - tls: for `https`, with the name that the server's certificate has to be for.
    /// - Throws: `Errno` when the kernel refuses at once, or `EPROTO` when TLS cannot be set up.
    package init(
        to address: SocketAddress, tls: (client: ClientTLS, serverName: String)?, timeouts: ClientTimeouts,
        loop: EventLoop
    ) throws(Errno) {
        let socket = try Socket.connecting(to: address)
        var session: TLSSession?
        if let tls {
            do throws(TLSError) {
                session = try TLSSession(client: tls.client, serverName: tls.serverName, socket: socket.number)
            } catch {
                throw .protocolError
            }
        }
        self.loop = loop
        self.timeouts = timeouts
        stream = ByteStream(socket, tls: session)
        parser = HTTP1ResponseParser()
        (phaseBegan, requestBegan, lastProgress) = (loop.now, loop.now, loop.now)
        token = try loop.add(self, watching: stream.number)
        armTimer()
    }

    // MARK: Requests

    /// Sends a request. Its head is what `write` appends, with its framing fields and the empty line.
    ///
    /// To be called when the connection is ready, or before it is connected.
    package func send(
        method: Method, framing: BodyFraming, body: (any BodySource)?, user: any ClientConnectionUser,
        writing write: (ByteBuffer) -> Void
    ) {
        self.user = user
        self.method = method
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        write(output)
        body?.sink = self
        writer.begin(framing, from: body)
        (requestSent, bodyFailed, bodyEnded, interims) = (false, false, false, 0)
        (requestBegan, lastProgress) = (loop.now, loop.now)
        parser = HTTP1ResponseParser()
        guard phase == .ready else { return }
        enter(.waiting)
        pump()
    }

    /// Whether the connection may carry another request now.
    package var isReady: Bool { phase == .ready }

    /// Whether the exchange is over and left the connection in order.
    package var isReusable: Bool {
        phase == .body && bodyEnded && !bodyFailed && requestSent && response.keepAlive && response.status != 101
            && input?.isEmpty != false
    }

    /// Readies the connection for the pool: no user, no buffers.
    package func becomeIdle() {
        precondition(isReusable, "a connection with something unfinished is given back")
        user = nil
        sink = nil
        writer.reset()
        isReused = true
        giveBack()
        response.reset()
        enter(.ready)
    }

    /// The protocol is switched: what follows the head are raw bytes until the upstream ends its direction.
    package func enterTunnel() {
        phase = .tunnel
        decoder = BodyDecoder(.untilClose)
        bodyEnded = false
    }

    /// Sends the raw bytes of a source through the tunnel until it ends.
    package func feedTunnel(from source: any BodySource) {
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        source.sink = self
        writer.begin(.untilClose, from: source)
        requestSent = false
        pump()
    }

    package func close() {
        guard phase != .closed else { return }
        phase = .closed
        loop.clear(timer)
        if let token { loop.remove(token) }
        loop.unwatch(stream.number)
        token = nil
        user = nil
        let source = writer.source
        writer.reset()
        source?.cancel()
        giveBack()
        bodyFailed = true
        sink = nil
    }

    package var isClosed: Bool { phase == .closed }

    func giveBack() {
        if let input { (inputIsLarge ? loop.largeBuffers : loop.smallBuffers).give(input) }
        if let output { loop.smallBuffers.give(output) }
        (input, output, inputIsLarge) = (nil, nil, false)
    }

    func enter(_ phase: Phase) {
        self.phase = phase
        phaseBegan = loop.now
        lastProgress = loop.now
        armTimer()
    }

    func fail(_ failure: ClientFailure) {
        let user = self.user
        close()
        user?.failed(self, failure)
    }
}

extension ClientConnection: LoopMember {
    package func ready(_ readiness: Readiness) {
        if readiness.contains(.readable) { stream.becameReadable(ended: readiness.contains(.readClosed)) }
        advance()
    }

    package func woken() { advance() }

    func advance() {
        if phase == .connecting { finishConnecting() }
        if phase == .handshake { advanceHandshake() }
        switch phase {
        case .connecting, .handshake, .closed: return
        case .ready: checkIdle()
        case .waiting:
            pump()
            if phase == .waiting { readHead() }
        case .body, .tunnel:
            pump()
            sink?.bodyReady()
        }
    }

    private func finishConnecting() {
        if let error = stream.error() { return fail(.connect(error)) }
        // Woken by something else than the end of the attempt: there is no peer yet.
        guard stream.peerAddress() != nil else { return }
        if stream.isSecure { enter(.handshake) } else { begin() }
    }

    private func advanceHandshake() {
        guard let tls = stream.tls else { return }
        switch tls.handshake() {
        case .done:
            stream.becameReadable()
            begin()
        case .wantsRead, .wantsWrite: break
        case .failed(let failure): fail(.tls(failure))
        }
    }

    private func begin() {
        if output != nil { enter(.waiting) } else { enter(.ready) }
        user?.connected(self)
    }

    /// An idle connection has nothing to say: anything but silence ends it.
    private func checkIdle() {
        let buffer = loop.smallBuffers.take()
        defer { loop.smallBuffers.give(buffer) }
        if stream.receive(into: buffer) != .wouldBlock { close() }
    }
}
