internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// What an upstream is told of the client: `X-Forwarded-*` and `X-Real-Ip`. What a client claims itself is believed of
/// trusted peers only, and then stands where we would say something.
///
/// Middlewares may read and change these fields, so for them they are put into the request; without middlewares they go
/// straight to the upstream. The peer is added to `X-Forwarded-For` last, behind whatever stands there.
extension RequestSteps {
    /// Puts the fields into the request, and takes out those that read as claims of an untrusted client.
    func materialiseForwarded() {
        guard !hasForwarded else { return }
        let request = exchange.request
        if !isTrusted { request.removeAliasedForwardingClaims() }
        sayForwarded { id, value in
            request.remove(id)
            request.add(id, writing: value)
        }
        hasForwarded = true
    }

    func writeForwarded(to buffer: ByteBuffer) {
        if !hasForwarded {
            sayForwarded { id, value in
                buffer.append(id.name)
                buffer.append(": ")
                value(buffer)
                buffer.append("\r\n")
            }
        }
        writeForwardedFor(to: buffer)
    }

    /// Whether a field of the request about its way goes on; those that we say ourselves do not.
    func passesForwarding(_ field: Field) -> Bool {
        switch field.id {
        case .xForwardedFor: false
        case .xForwardedServer: hasForwarded
        case .xForwardedProto, .xForwardedHost, .xForwardedPort, .xRealIp: hasForwarded || isSaid(field.id)
        case .other: hasForwarded || isTrusted || !exchange.request.isAliasedForwardingClaim(field)
        default: true
        }
    }

    /// Calls `say` with each field that is ours to say.
    private func sayForwarded(_ say: (FieldID, (ByteBuffer) -> Void) -> Void) {
        let request = exchange.request
        if !isSaid(.xRealIp), let peer = exchange.peer { say(.xRealIp) { peer.appendHost(to: $0) } }
        if !isSaid(.xForwardedProto) { say(.xForwardedProto) { $0.append(scheme) } }
        if !isSaid(.xForwardedPort) { say(.xForwardedPort) { writePort(to: $0) } }
        if !isSaid(.xForwardedHost), let host = request.authority {
            say(.xForwardedHost) { request.write(host, to: $0) }
        }
        say(.xForwardedServer) { $0.append(text: handler?.proxy.hostName ?? "") }
    }

    /// Whether the request says it already, not counting an empty value.
    private func isSaid(_ id: FieldID) -> Bool { exchange.request.first(id).map { !$0.isEmpty } ?? false }

    private var scheme: StaticString {
        let request = exchange.request
        if request.wantsUpgrade, request.hasToken("websocket", in: .upgrade) {
            return exchange.isSecure ? "wss" : "ws"
        }
        return exchange.isSecure ? "https" : "http"
    }

    /// The port of the request's authority, else the scheme's own.
    private func writePort(to buffer: ByteBuffer) {
        let request = exchange.request
        if let authority = request.authority, let port = request.port(of: authority) {
            return request.write(port, to: buffer)
        }
        var isSecure = exchange.isSecure
        if let claim = request.first(.xForwardedProto) {
            isSecure =
                isSecure || request.equalsIgnoringCase(claim, "https") || request.equalsIgnoringCase(claim, "wss")
        }
        buffer.append(isSecure ? "443" : "80")
    }

    private func writeForwardedFor(to buffer: ByteBuffer) {
        let request = exchange.request
        var separator: StaticString = "X-Forwarded-For: "
        if request.has(.xForwardedFor) {
            for field in request.fields where field.id == .xForwardedFor && !field.value.isEmpty {
                buffer.append(separator)
                request.write(field.value, to: buffer)
                separator = ", "
            }
        }
        if !hidesClient, handler?.policy.appendsForwardedFor == true, let peer = exchange.peer {
            buffer.append(separator)
            peer.appendHost(to: buffer)
            separator = ", "
        }
        if separator.utf8CodeUnitCount == 2 { buffer.append("\r\n") }
    }
}
