internal import Configuration
internal import HTTP
internal import LinuxIO
internal import RegularExpressions
internal import Transport

/// Which fields go to the authentication server, and which of its answer go on.
struct AuthFields {
    private let settings: ForwardAuth
    private let asked: [FieldName]
    private let answered: [FieldName]
    private let user: FieldName?

    init(_ settings: ForwardAuth) {
        self.settings = settings
        asked = settings.requestHeaders.map { FieldName($0)! }
        answered = settings.responseHeaders.map { FieldName($0)! }
        user = settings.headerField.map { FieldName($0)! }
    }

    // MARK: The question

    func writeQuestion(of steps: RequestSteps, bodyLength: UInt64?, to buffer: ByteBuffer) {
        let request = steps.exchange.request
        if settings.preservesMethod { request.write(request.methodName, to: buffer) } else { buffer.append("GET") }
        buffer.append(" ")
        buffer.append(text: settings.target)
        buffer.append(" HTTP/1.1\r\nHost: ")
        buffer.append(text: settings.server.authority)
        buffer.append("\r\n")
        for field in request.fields where isTold(field, steps) { request.writeCanonical(field, to: buffer) }
        if let length = bodyLength ?? (mayHaveBody(request) ? 0 : nil) {
            buffer.append("Content-Length: ")
            buffer.append(decimal: length)
            buffer.append("\r\n")
        }
        writeForwarded(of: steps, to: buffer)
        buffer.append("\r\n")
    }

    private func mayHaveBody(_ request: RequestHead) -> Bool {
        settings.preservesMethod && request.method != .get && request.method != .head
    }

    private func isTold(_ field: Field, _ steps: RequestSteps) -> Bool {
        let request = steps.exchange.request
        switch field.id {
        case .host, .expect, .xForwardedFor, .xForwardedProto, .xForwardedHost, .xForwardedPort, .xForwardedServer,
            .xForwardedUri, .xForwardedMethod, .xRealIp:
            return false
        // They are about the service's answers.
        case .range, .ifRange, .ifNoneMatch, .ifModifiedSince, .ifMatch, .ifUnmodifiedSince: return false
        case .xForwardedPrefix, .xForwardedTlsClientCert, .xForwardedTlsClientCertInfo:
            return settings.trustsForwarded != false
        // Meant for a proxy, and this is the one.
        case .proxyAuthorization: break
        default: if request.isHopByHop(field) { return false }
        }
        return asked.isEmpty || asked.contains { request.matches(field, $0) }
    }

    private func writeForwarded(of steps: RequestSteps, to buffer: ByteBuffer) {
        let request = steps.exchange.request
        let trusts = settings.trustsForwarded
        func write(_ id: FieldID, said: Bool, _ own: (ByteBuffer) -> Void) {
            buffer.append(id.name)
            buffer.append(": ")
            if said, let value = request.first(id) { request.write(value, to: buffer) } else { own(buffer) }
            buffer.append("\r\n")
        }
        writeAddresses(of: steps, to: buffer)
        write(.xForwardedMethod, said: trusts == true) { request.write(request.methodName, to: $0) }
        write(.xForwardedProto, said: trusts == true) { $0.append(steps.exchange.isSecure ? "https" : "http") }
        write(.xForwardedHost, said: trusts == true) { if let host = request.authority { request.write(host, to: $0) } }
        write(.xForwardedPort, said: trusts != false) { writePort(of: steps, to: $0) }
        write(.xForwardedUri, said: trusts == true) { buffer in
            request.write(request.path, to: buffer)
            if let query = request.query {
                buffer.append("?")
                request.write(query, to: buffer)
            }
        }
        if trusts == false { return }
        write(.xForwardedServer, said: false) { $0.append(text: steps.handler?.proxy.hostName ?? "") }
        write(.xRealIp, said: true) { steps.exchange.peer?.appendHost(to: $0) }
    }

    /// The port that was asked for, else that of the scheme by which the client came to us.
    private func writePort(of steps: RequestSteps, to buffer: ByteBuffer) {
        let request = steps.exchange.request
        if let authority = request.authority, let port = request.port(of: authority) {
            return request.write(port, to: buffer)
        }
        buffer.append(steps.exchange.isSecure ? "443" : "80")
    }

    private func writeAddresses(of steps: RequestSteps, to buffer: ByteBuffer) {
        let request = steps.exchange.request
        buffer.append("X-Forwarded-For: ")
        if settings.trustsForwarded == true {
            for field in request.fields where field.id == .xForwardedFor {
                request.write(field.value, to: buffer)
                buffer.append(", ")
            }
        }
        steps.exchange.peer?.appendHost(to: buffer)
        buffer.append("\r\n")
    }

    // MARK: The answer

    /// Gives the service what the server says of the user; the cookies that are the client's.
    func apply(_ head: ResponseHead, to steps: RequestSteps) -> [String] {
        let request = steps.exchange.request
        if let user, let value = head.first(user) { steps.user = head.string(value) }
        request.removeFields { field in
            answered.contains { request.resembles(field, $0) } || matchesPattern(field, of: request)
                || matchesPattern(field, of: request, readsUnderscores: true)
        }
        for field in head.fields where !head.isHopByHop(field) {
            if answered.contains(where: { head.matches(field, $0) }) || matchesPattern(field, of: head) {
                request.add(field, of: head)
            }
        }
        guard !settings.cookies.isEmpty else { return [] }
        return head.fields.filter { $0.id == .setCookie }.map { head.string($0.value) }.filter(isOurs)
    }

    /// Expressions are written for names as Go spells them: `X-Auth-User`.
    ///
    /// - Parameter readsUnderscores: read `_` as `-`, as servers may.
    private func matchesPattern(_ field: Field, of head: MessageHead, readsUnderscores: Bool = false) -> Bool {
        guard let pattern = settings.responseHeadersPattern else { return false }
        var isFirst = true
        let name = head.bytes(field.name).map { byte in
            defer { isFirst = byte == UInt8(ascii: "-") || readsUnderscores && byte == UInt8(ascii: "_") }
            let isLetter = byte | 0x20 >= 97 && byte | 0x20 <= 122
            return isLetter ? (isFirst ? byte & ~0x20 : byte | 0x20) : byte == 95 && readsUnderscores ? 45 : byte
        }
        return unsafe pattern.matches(name.span.bytes)
    }

    private func isOurs(_ cookie: String) -> Bool {
        settings.cookies.contains(String(cookie.prefix { $0 != "=" }.trimmingBlanks))
    }

    /// Puts the server's cookies in the place of those that the service sets under the same names.
    func addCookies(_ cookies: [String], to response: ResponseHead) {
        guard !settings.cookies.isEmpty else { return }
        response.removeFields { $0.id == .setCookie && isOurs(response.string($0.value)) }
        for cookie in cookies { response.add(.setCookie, text: cookie) }
    }

    /// Makes the server's answer the client's.
    func copyAnswer(_ head: ResponseHead, to response: ResponseHead, isHead: Bool) {
        response.reset()
        response.copyEndToEnd(of: head, toHead: isHead)
        guard !settings.preservesLocation, let place = head.first(.location) else { return }
        response.set(.location, text: absolute(head.string(place)))
    }

    /// A reference to a place on the server made a whole URL (RFC 3986 §5.2, but for dot segments).
    func absolute(_ reference: String) -> String {
        let scheme = reference.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        if !scheme.isEmpty, reference[scheme.endIndex...].first == ":" { return reference }
        if reference.hasPrefix("//") { return "\(settings.server.scheme):\(reference)" }
        let path = settings.target.prefix { $0 != "?" }
        let origin = settings.server.description
        if reference.isEmpty || reference.hasPrefix("#") { return origin + settings.target + reference }
        if reference.hasPrefix("/") { return origin + reference }
        if reference.hasPrefix("?") { return origin + path + reference }
        return origin + path[...path.lastIndex(of: "/")!] + reference
    }
}
