package import HTTP
package import LinuxIO
package import TLS

/// Why a request to an upstream came to nothing; the log says it, and one place makes a status of it.
package enum ClientFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name has no address.
    case unknownHost
    case connect(Errno)
    case connectTimeout
    case tls(TLSFailure)
    case handshakeTimeout
    /// Closed or reset before a response began.
    case closed
    case headerTimeout
    case totalTimeout
    /// The response breaks the protocol.
    case malformed(HTTP1Error)
    /// The request's body could not be read to its end.
    case requestBody
    /// Nobody wants the response any more.
    case cancelled

    package var description: String {
        switch self {
        case .unknownHost: "its name has no address"
        case .connect(let error): "cannot connect: \(error)"
        case .connectTimeout: "no connection in time"
        case .tls(let failure): "TLS: \(failure)"
        case .handshakeTimeout: "no TLS handshake in time"
        case .closed: "closed the connection before it answered"
        case .headerTimeout: "no response in time"
        case .totalTimeout: "the request took too long"
        case .malformed(let error): "malformed response: \(error.reason)"
        case .requestBody: "the request's body did not arrive"
        case .cancelled: "cancelled"
        }
    }
}

/// Told how a request on a client connection goes. Never called from within the connection's `next` or `took`.
package protocol ClientConnectionUser: AnyObject {
    /// Connected, and the handshake done; a reused connection says nothing.
    func connected(_ connection: ClientConnection)
    /// An interim response (1xx other than 101) is in the connection's `response`.
    func interim(_ connection: ClientConnection)
    /// The response's head is in `response`; its body is the connection, to be pulled.
    func answered(_ connection: ClientConnection)
    /// No response will come; the connection is closed.
    func failed(_ connection: ClientConnection, _ failure: ClientFailure)
}

/// Times an upstream is given; zero means no limit.
package struct ClientTimeouts: Sendable, Equatable {
    package var connect: Duration = .seconds(30)
    package var handshake: Duration = .seconds(10)
    /// From the end of the request to the head of the response.
    package var header: Duration = .zero
    /// Between two bytes of the response's body, while somebody wants them.
    package var body: Duration = .zero
    /// From the first attempt to the last byte.
    package var total: Duration = .zero
    /// How long an idle connection is kept.
    package var idle: Duration = .seconds(90)

    package init() {}
}
