/// What a request's fields say about its framing and its connection (RFC 9112 §6, §9).
enum RequestMeaning {
    static func read(_ head: RequestHead) -> HTTP1Error? {
        if let error = host(of: head) ?? framing(of: head) ?? expectation(of: head) { return error }
        // Behind a CONNECT there may be bytes for a tunnel, and they are no request.
        let closes = head.method == .connect || head.hasToken("close", in: .connection)
        head.keepAlive = !closes && (head.minorVersion == 1 || head.hasToken("keep-alive", in: .connection))
        head.wantsUpgrade = head.first(.upgrade) != nil && head.hasToken("upgrade", in: .connection)
        return nil
    }

    /// Exactly one Host in HTTP/1.1, and a well-formed one (RFC 9112 §3.2).
    private static func host(of head: RequestHead) -> HTTP1Error? {
        let count = head.count(of: .host)
        guard count <= 1 else { return .bad("more than one Host") }
        guard let host = head.first(.host) else {
            return head.minorVersion == 0 ? nil : .bad("HTTP/1.1 request without Host")
        }
        if let authority = head.authority {
            guard host.isEmpty || isAuthority(host, head) else { return .bad("malformed Host") }
            return isAuthority(authority, head) ? nil : .bad("malformed host in the target")
        }
        // Empty where the target has no authority either (RFC 9110 §7.2).
        if host.isEmpty { return nil }
        guard isAuthority(host, head) else { return .bad("malformed Host") }
        head.authority = host
        return nil
    }

    private static func isAuthority(_ slice: Slice, _ head: RequestHead) -> Bool {
        head.withSpan(slice) { bytes in
            for position in 0..<bytes.byteCount {
                let byte = bytes[at: position]
                let isPlain =
                    lowerCased(byte) >= 97 && lowerCased(byte) <= 122 || byte >= 45 && byte <= 58 && byte != 47
                guard isPlain || byte == 95 || byte == 91 || byte == 93 || byte == 126 || byte == 37 else {
                    return false
                }
            }
            return bytes.byteCount > 0
        }
    }

    private static func framing(of head: RequestHead) -> HTTP1Error? {
        let (codings, lengths) = (head.count(of: .transferEncoding), head.count(of: .contentLength))
        guard codings > 0 else { return length(of: head, lines: lengths) }
        guard lengths == 0 else { return .bad("both Transfer-Encoding and Content-Length") }
        guard head.minorVersion == 1 else { return .bad("Transfer-Encoding in HTTP/1.0") }
        guard codings == 1, let coding = head.first(.transferEncoding) else {
            return .bad("more than one Transfer-Encoding")
        }
        guard head.equalsIgnoringCase(coding, "chunked") else {
            return HTTP1Error(status: 501, reason: "transfer coding other than chunked")
        }
        head.framing = .chunked
        return nil
    }

    /// Lines that say the same are one (RFC 9112 §6.3).
    private static func length(of head: RequestHead, lines: Int) -> HTTP1Error? {
        guard lines > 0, let text = head.first(.contentLength) else { return nil }
        guard lines == 1 || head.allEqual(.contentLength) else { return .bad("different Content-Lengths") }
        guard let length = head.decimal(text) else { return .bad("Content-Length is not a number") }
        head.framing = .length(length)
        return nil
    }

    private static func expectation(of head: RequestHead) -> HTTP1Error? {
        guard let value = head.first(.expect), !value.isEmpty else { return nil }
        guard head.equalsIgnoringCase(value, "100-continue") else {
            return HTTP1Error(status: 417, reason: "expectation other than 100-continue")
        }
        head.expectsContinue = head.minorVersion == 1
        return nil
    }
}
