extension EntryPoint {
    init(name: String, _ section: Section) {
        let address = section.requiredText("address", "[host]:port, like \":80\"")
        let parsed = address.isEmpty ? nil : ListenAddress(parsing: address, in: section)
        self.init(name: name, address: parsed ?? ListenAddress(host: "", port: 0))
        asDefault = section.boolean("asDefault", default: false)
        // Every loop has a socket of its own at the address anyway.
        _ = section.boolean("reusePort", default: false)
        readTransport(section.sectionOrDefaults("transport"))
        readHTTP(section.sectionOrDefaults("http"))
        requests.readForwarded(section.sectionOrDefaults("forwardedHeaders"))
        if let proxy = section.section("proxyProtocol") { proxyPeers = proxy.trustedPeers() }
        readObservability(section.sectionOrDefaults("observability"))
        section.ignores("allowACMEByPass")
        section.section("http2")?.ignoresAll(
            "maxConcurrentStreams", "maxDecoderHeaderTableSize", "maxEncoderHeaderTableSize")
        section.section("http3")?.ignoresAll("advertisedPort")
        section.section("udp")?.ignoresAll("timeout")
        section.finish()
    }

    private mutating func readTransport(_ section: Section) {
        timeouts = EntryPointTimeouts(section.sectionOrDefaults("respondingTimeouts"))
        let cycle = section.sectionOrDefaults("lifeCycle")
        requestAcceptGraceTimeout = cycle.duration("requestAcceptGraceTimeout", default: requestAcceptGraceTimeout)
        graceTimeout = cycle.duration("graceTimeOut", default: graceTimeout)
        cycle.finish()
        keepAliveMaxTime = section.duration("keepAliveMaxTime", default: .zero)
        keepAliveMaxRequests = section.integer("keepAliveMaxRequests", default: 0, in: 0...Int.max)
        section.finish()
    }

    private mutating func readHTTP(_ section: Section) {
        maxHeaderBytes = section.integer("maxHeaderBytes", default: maxHeaderBytes, in: 1024...(64 << 20))
        if let tls = section.section("tls") {
            givesTLS = true
            tls.notePresence()
            tls.ignores("certResolver", "domains")
            tlsOptions = tls.tlsOptions()
            tls.finish()
        }
        middlewares = section.list("middlewares")
        if let redirections = section.section("redirections") {
            if let target = redirections.section("entryPoint") { redirection = EntryPointRedirection(target) }
            redirections.finish()
        }
        requests.readHTTP(section)
        section.finish()
    }

    private mutating func readObservability(_ section: Section) {
        requests.logsAccess = section.boolean("accessLogs", default: true)
        section.ignores("metrics", "tracing", "traceVerbosity")
        section.finish()
    }
}

extension EntryPointTimeouts {
    init(_ section: Section) {
        self.init()
        read = section.optionalDuration("readTimeout")
        write = section.duration("writeTimeout", default: write)
        idle = section.duration("idleTimeout", default: idle)
        handshake = section.duration("handshakeTimeout", default: handshake)
        header = section.duration("headerTimeout", default: header)
        body = section.duration("bodyTimeout", default: body)
        send = section.duration("sendTimeout", default: send)
        halfClosed = section.duration("halfClosedTimeout", default: halfClosed)
        section.finish()
    }
}

extension ListenAddress {
    /// `[host]:port[/tcp]`; nil (with a complaint about `address`) for anything else.
    init?(parsing text: String, in section: Section) {
        var rest = text[...]
        if rest.hasSuffix("/tcp") { rest = rest.dropLast(4) }
        guard !rest.hasSuffix("/udp") else {
            section.complain("address", section.take("address"), "UDP is not built yet")
            return nil
        }
        guard let (host, port) = splitAuthority(rest), let port else {
            section.complain(
                "address", section.take("address"),
                "expected [host]:port[/tcp], like \":80\", \"127.0.0.1:8000\" or \"[::1]:443\"")
            return nil
        }
        self.init(host: host, port: port)
    }
}

/// `host[:port]` taken apart, brackets removed; nil when it is malformed. The host may be empty.
func splitAuthority(_ text: Substring) -> (host: String, port: UInt16?)? {
    var host = text
    var port: UInt16?
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = UInt16(digits) else { return nil }
        (host, port) = (text[..<colon], number)
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
        let address = host.dropFirst().dropLast()
        let isAddress = address.contains(":") && address.utf8.allSatisfy { isHexadecimal($0) || $0 == 58 || $0 == 46 }
        return isAddress ? (address.lowercased(), port) : nil
    }
    return host.utf8.allSatisfy(isHostByte) ? (host.lowercased(), port) : nil
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 102)
}

/// Letters, digits, `-`, `.` and `_`.
private func isHostByte(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || (byte | 0x20 >= 97 && byte | 0x20 <= 122) || byte == 45 || byte == 46 || byte == 95
}
