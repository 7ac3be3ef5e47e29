internal import HTTP
internal import LinuxIO
internal import Transport

/// Answers that are made in memory.
enum ShortAnswer {
    /// 200 with a text; never to be stored.
    static func send(_ text: String, _ type: StaticString, on exchange: Exchange) {
        let response = exchange.response
        response.add(.cacheControl, "no-store")
        response.add(.contentType, type)
        send(text, on: exchange)
    }

    /// A status without more to say than its name.
    static func send(status: Int, allowing methods: StaticString? = nil, on exchange: Exchange) {
        let response = exchange.response
        response.status = status
        if let methods { response.add(.allow, methods) }
        response.add(.contentType, "text/plain; charset=utf-8")
        send("\(status) \(StatusLine.reason(of: status))\n", on: exchange)
    }

    private static func send(_ text: String, on exchange: Exchange) {
        let buffer = ByteBuffer(capacity: max(1, text.utf8.count))
        buffer.append(text: text)
        exchange.response.framing = .length(UInt64(buffer.count))
        exchange.respond(BytesBody(buffer))
    }
}
