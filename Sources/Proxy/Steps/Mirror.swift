internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// Copies of a request for mirrors. They begin when the request's body has been sent, and nobody waits for them.
extension RequestSteps {
    /// Chooses mirrors, and sends them copies when the body is complete; what is to be sent in the body's place.
    func mirror(_ mirroring: MirroringService, _ body: (any BodySource)?) -> (any BodySource)? {
        guard let loop = handler?.proxy.loop else { return body }
        let servers = mirroring.pickMirrors()
        if servers.isEmpty { return body }
        let copies = MirrorCopies.of(loop)
        let request = exchange.request
        let keepsBody = body != nil && mirroring.copiesBody
        let heads = servers.map { server in
            let head = ByteBuffer(capacity: 1024)
            writeHead(to: head, for: server, keepsBody: keepsBody)
            head.append("\r\n")
            return MirrorHead(server: server, bytes: head, method: request.method)
        }
        guard let body, keepsBody else {
            copies.send(heads, framing: .none, body: nil)
            return body
        }
        let limit = min(mirroring.maxBodySize, copies.bytesLeft / servers.count)
        let framing = request.framing
        if case .length(let length) = framing, length > UInt64(limit) { return body }
        return TeeBody(body, framing, limit: limit) { copies.send(heads, framing: framing, body: $0) }
    }
}
