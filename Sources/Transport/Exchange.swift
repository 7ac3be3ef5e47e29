package import HTTP
package import LinuxIO
package import TLS

/// One request and its response, whatever the wire's version; owned by its connection's loop and used again.
///
/// Whoever handles it builds `response`, then calls `respond`. `release` of everything it holds comes with
/// `ExchangeOwner.ended`, however the exchange ends.
package final class Exchange {
    package let request = RequestHead()
    package let response = ResponseHead()
    /// What the handler keeps with the exchange, from one use to the next.
    package var context: AnyObject?
    /// Told when the exchange is over; until then.
    package var owner: (any ExchangeOwner)?

    package internal(set) var peer: SocketAddress?
    package internal(set) var isSecure = false
    /// When the request's head was complete.
    package internal(set) var began = MonotonicTime(nanoseconds: 0)
    package internal(set) var beganWall = WallTime(seconds: 0)
    /// Bytes of the response's body handed to the kernel.
    package internal(set) var responseBytes: UInt64 = 0
    /// Bytes of the request's body taken so far.
    package internal(set) var requestBytes: UInt64 = 0
    /// Whether a final response has begun.
    package internal(set) var hasResponse = false
    var transport: (any ExchangeTransport)?

    package init() {}

    /// The connection's protocol version and cipher suite; nil on plaintext.
    package var security: (version: String, cipher: String)? { transport?.security }

    /// The connection's TLS: who the client is (`peer`), what was agreed to; nil on plaintext.
    package var tls: TLSSession? { transport?.tls }

    /// The request's body; to be pulled by whoever passes it on, or left alone.
    package var requestBody: (any BodySource)? { transport?.requestBody }

    /// Sends `response`, then what `body` gives; none for a response without one.
    ///
    /// `response` has no framing fields: they come from its `framing` (for HEAD too, where nothing of `body` is sent).
    package func respond(_ body: (any BodySource)? = nil) {
        hasResponse = true
        transport?.respond(body)
    }

    /// Sends an interim response (1xx) ahead of the final one.
    package func sendInterim(_ head: ResponseHead) { transport?.sendInterim(head) }

    /// Sends 101 with `response`'s fields; from then on both bodies are raw bytes until each side ends.
    package func switchProtocols(_ body: any BodySource) {
        hasResponse = true
        transport?.switchProtocols(body)
    }

    /// Ends the exchange visibly broken: the connection is reset.
    package func cut() { transport?.cut() }

    func begin(peer: SocketAddress, isSecure: Bool, loop: EventLoop, transport: any ExchangeTransport) {
        (self.peer, self.isSecure, self.transport) = (peer, isSecure, transport)
        (began, beganWall) = (loop.now, loop.wallNow)
        (responseBytes, requestBytes, hasResponse) = (0, 0, false)
        response.reset()
    }

    func end(completed: Bool) {
        let owner = self.owner
        self.owner = nil
        owner?.ended(self, completed: completed)
        transport = nil
    }
}

/// Told when an exchange is over.
package protocol ExchangeOwner: AnyObject {
    /// `completed`: the whole response is with the kernel; else the client is gone, or was cut off.
    func ended(_ exchange: Exchange, completed: Bool)
}

/// What a connection does for its exchange.
protocol ExchangeTransport: AnyObject {
    var requestBody: any BodySource { get }
    var security: (version: String, cipher: String)? { get }
    var tls: TLSSession? { get }
    func respond(_ body: (any BodySource)?)
    func sendInterim(_ head: ResponseHead)
    func switchProtocols(_ body: any BodySource)
    func cut()
}

/// Answers requests.
package protocol RequestHandler: AnyObject {
    /// A request's head is there. To be answered now or later through the exchange.
    func handle(_ exchange: Exchange)
}

/// A loop's spare exchanges, so that an idle connection owns none.
final class ExchangePool {
    private var spare: [Exchange] = []

    func take() -> Exchange { spare.popLast() ?? Exchange() }

    func give(_ exchange: Exchange) {
        guard spare.count < 256 else { return }
        exchange.response.reset()
        spare.append(exchange)
    }
}
