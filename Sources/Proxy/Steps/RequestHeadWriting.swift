internal import HTTP
internal import LinuxIO
internal import Routing
internal import Transport
internal import Upstream

/// The request's head as an upstream gets it: written anew from what was parsed, never copied raw.
extension RequestSteps {
    /// Appends the request's head for a server, without the empty line.
    func writeHead(to buffer: ByteBuffer, for server: BalancedServer, keepsBody: Bool = true) {
        writeRequestLine(method: nil, basePath: server.basePath, to: buffer)
        writeHost(to: buffer, for: server)
        writeFields(to: buffer, keepsConditions: true, keepsBody: keepsBody)
    }

    func writeHost(to buffer: ByteBuffer, for server: BalancedServer) {
        let request = exchange.request
        buffer.append("Host: ")
        if server.passHostHeader, let authority = request.upstreamAuthority ?? request.authority {
            request.write(authority, to: buffer)
        } else {
            buffer.append(text: server.pool.authority)
        }
        buffer.append("\r\n")
    }

    /// - Parameters:
    ///   - method: nil for the request's own.
    ///   - basePath: what stands in front of the request's path.
    func writeRequestLine(method: StaticString?, basePath: [UInt8] = [], to buffer: ByteBuffer) {
        let request = exchange.request
        if let method { buffer.append(method) } else { request.write(request.methodName, to: buffer) }
        buffer.append(" ")
        if !basePath.isEmpty { buffer.append(basePath) }
        if request.path.isEmpty { buffer.append("/") } else { request.write(request.path, to: buffer) }
        if let query = request.query {
            buffer.append("?")
            request.write(query, to: buffer)
        }
        buffer.append(" HTTP/1.1\r\n")
    }

    /// Appends every field but `Host`.
    ///
    /// - Parameters:
    ///   - keepsConditions: false leaves out ranges, conditions and codings, which a cache asks for itself.
    ///   - keepsCodings: the codings that the client accepts are asked for although ranges and conditions are not.
    ///   - keepsBody: false makes a request of it that has no body.
    func writeFields(
        to buffer: ByteBuffer, keepsConditions: Bool, keepsCodings: Bool = false, keepsBody: Bool = true
    ) {
        let request = exchange.request
        for field in request.fields where passes(field, keepsConditions, keepsCodings) {
            request.writeCanonical(field, to: buffer)
        }
        writeConnectionFields(to: buffer)
        if keepsBody { writeFraming(to: buffer) }
        writeForwarded(to: buffer)
    }

    private func passes(_ field: Field, _ keepsConditions: Bool, _ keepsCodings: Bool) -> Bool {
        switch field.id {
        case .host, .expect: false
        case .range, .ifRange, .ifNoneMatch, .ifModifiedSince, .ifMatch, .ifUnmodifiedSince: keepsConditions
        case .acceptEncoding: keepsConditions || keepsCodings
        case .te, .upgrade, .connection: false
        case .other: passesForwarding(field) && !exchange.request.isHopByHop(field)
        default: field.id.isForwardingClaim ? passesForwarding(field) : !exchange.request.isHopByHop(field)
        }
    }

    private func writeConnectionFields(to buffer: ByteBuffer) {
        let request = exchange.request
        if request.hasToken("trailers", in: .te) { buffer.append("Te: trailers\r\n") }
        if isUpgrade, let upgrade = request.fields.first(where: { $0.id == .upgrade }) {
            buffer.append("Connection: Upgrade\r\n")
            request.writeCanonical(upgrade, to: buffer)
        }
    }

    /// Where there is no body, only methods that anticipate one say so (RFC 9110 §8.6).
    private func writeFraming(to buffer: ByteBuffer) {
        switch exchange.request.framing {
        case .none, .length(0):
            switch exchange.request.method {
            case .post, .put, .patch: buffer.append("Content-Length: 0\r\n")
            default: break
            }
        case .length(let length):
            buffer.append("Content-Length: ")
            buffer.append(decimal: length)
            buffer.append("\r\n")
        case .chunked: buffer.append("Transfer-Encoding: chunked\r\n")
        case .untilClose: break
        }
    }
}
