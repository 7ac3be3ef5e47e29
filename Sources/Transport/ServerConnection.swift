internal import HTTP
package import LinuxIO
internal import TLS

/// A client's connection that speaks HTTP/1: reads requests one after the other and writes their responses in order.
///
/// Pipelined requests wait in the input buffer. While nothing goes on, the connection owns no buffer and no exchange.
package final class ServerConnection {
    enum Phase {
        /// A proxy may say first for whom it speaks. Next: `greeting`, `idle`.
        case announcement
        /// The first byte tells TLS from plaintext. Next: `handshake`, `idle`.
        case greeting
        /// The TLS handshake. Next: `idle`.
        case handshake
        /// Between requests, not a byte of the next one read. Next: `head`.
        case idle
        /// Some of a head is there. Next: `exchange`, or `closing` when it is refused.
        case head
        /// A request is being answered. Next: `idle`, `skipping`, `closing`.
        case exchange
        /// The response is sent, and what little is left of the request's body is read and dropped, so that the
        /// connection can go on. Next: `idle`, `closing`.
        case skipping
        /// Both directions are raw bytes. Next: `closed`.
        case tunnel
        /// The last response is sent: what the client still sends is read and dropped, so that no reset overtakes the
        /// response. Next: `closed`.
        case closing
        case closed
    }

    let loop: EventLoop
    let stream: ByteStream
    let settings: ServerSettings
    let handler: any RequestHandler
    /// Who speaks: the socket's other end, or whom a proxy there names.
    var peer: SocketAddress
    let shared: LoopConnections
    var phase: Phase
    var token: LoopToken?
    /// Position in the loop's list; -1 outside of it.
    var place = -1

    var input: ByteBuffer?
    var output: ByteBuffer?
    var parser: HTTP1RequestParser
    var decoder = BodyDecoder(.none)
    var writer = MessageWriter()
    var exchange: Exchange?
    /// Who pulls the request's body; until the exchange ends.
    package var sink: (any BodySink)?
    /// `Expect: 100-continue` is still to be answered.
    var owesContinue = false
    /// The connection closes after this response.
    var closesAfter = false
    /// The client has said all it will say.
    var readClosed = false
    /// Everything that the client said has been read.
    var inputEnded = false
    /// The client takes nothing although there is something for it.
    var isBlocked = false
    /// A response is being written.
    var isResponding = false
    var bodyFailed = false
    /// Bytes of an unwanted body that may still be dropped.
    var skipsLeft = 0

    /// Guards against entering the two loops below from within themselves.
    var isPumping = false
    var pumpAgain = false
    var isReading = false

    lazy var timer = LoopTimer(target: self)
    /// When the connection was accepted, and requests since; both only where they are limited.
    var accepted = MonotonicTime(nanoseconds: 0)
    var requests = 0
    /// When the exchange's request began, for the total times.
    var requestBegan = MonotonicTime(nanoseconds: 0)
    /// When the client last took or gave something.
    var lastProgress = MonotonicTime(nanoseconds: 0)

    private init(
        _ stream: ByteStream, peer: SocketAddress, settings: ServerSettings, handler: any RequestHandler,
        loop: EventLoop
    ) {
        (self.stream, self.peer, self.settings, self.handler, self.loop) = (stream, peer, settings, handler, loop)
        shared = LoopConnections.of(loop)
        let mayAnnounce = !settings.proxyPeers.isEmpty && settings.proxyPeers.contains(peer)
        phase = mayAnnounce ? .announcement : settings.tls == nil ? .idle : .greeting
        parser = HTTP1RequestParser(limits: settings.limits)
    }

    /// Takes an accepted connection into service.
    package static func start(
        _ accepted: consuming ListeningSocket.Accepted, settings: ServerSettings, handler: any RequestHandler,
        loop: EventLoop
    ) {
        let peer = accepted.peer
        let socket = accepted.takeSocket()
        if !peer.isUnix {
            socket.setNoDelay()
            socket.limitUnsent(to: 256 << 10)
        }
        let connection = ServerConnection(
            ByteStream(socket), peer: peer, settings: settings, handler: handler, loop: loop)
        guard let token = try? loop.add(connection, watching: connection.stream.number) else { return }
        connection.token = token
        connection.shared.add(connection)
        connection.lastProgress = loop.now
        connection.accepted = loop.now
        connection.armTimer()
    }

    // MARK: End

    func close() {
        guard phase != .closed else { return }
        phase = .closed
        loop.clear(timer)
        if let token { loop.remove(token) }
        loop.unwatch(stream.number)
        token = nil
        endExchange(completed: false)
        giveBack()
        shared.remove(self)
    }

    /// Cuts the connection off with a reset.
    func abort() {
        guard phase != .closed else { return }
        stream.resetOnClose()
        close()
    }

    func closeIfIdle() {
        switch phase {
        case .idle, .announcement, .greeting, .handshake:
            stream.shutdownWriting()
            close()
        case .tunnel: break
        default: closesAfter = true
        }
    }

    func giveBack() {
        if let input { loop.smallBuffers.give(input) }
        if let output { loop.smallBuffers.give(output) }
        (input, output) = (nil, nil)
    }

    func endExchange(completed: Bool) {
        guard let exchange else { return }
        self.exchange = nil
        let source = writer.source
        exchange.responseBytes = writer.bodyBytes
        if !completed { source?.cancel() }
        source?.sink = nil
        writer.reset()
        let waiting = sink
        sink = nil
        isResponding = false
        if !completed {
            bodyFailed = true
            waiting?.bodyReady()
        }
        exchange.end(completed: completed)
        shared.exchanges.give(exchange)
    }
}

extension ServerConnection: LoopMember {
    package func ready(_ readiness: Readiness) {
        if readiness.contains(.readable) { stream.becameReadable(ended: readiness.contains(.readClosed)) }
        if readiness.contains(.readClosed) { readClosed = true }
        if readiness.contains(.hangUp), phase != .handshake, phase != .greeting, phase != .announcement {
            // Nothing can be written any more.
            if stream.error() != nil || phase == .exchange || phase == .tunnel { return close() }
        }
        advance()
    }

    package func woken() { advance() }

    func advance() {
        advanceBeginning()
        switch phase {
        case .announcement, .greeting, .handshake, .closed: return
        case .closing: drainInput()
        default:
            if isResponding || phase == .tunnel || output?.isEmpty == false { pump() }
            readInput()
        }
    }
}
