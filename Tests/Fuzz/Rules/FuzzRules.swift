internal import FuzzDriver
internal import HTTP
internal import LinuxIO
internal import Routing

/// Rules parsed, printed, parsed again, and matched by their words. Input: rule, path and request between zero bytes.
@main enum FuzzRules {
    static func main() { fuzz(check) }

    static func check(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let text = String(decoding: input.part(), as: UTF8.self)
        guard let rule = try? Rule(parsing: text) else { return }
        let again = try? Rule(parsing: rule.description)
        FuzzDriver.check(again == rule, "\(rule) became \(String(describing: again))")
        let path = buffer(of: input.part())
        let head = RequestHead()
        var parser = HTTP1RequestParser(limits: HeadLimits(bytes: 2048, fields: 16))
        guard parser.parse(buffer(of: Array(input.rest)), into: head) == .complete else { return }
        let request = RouteRequest(head)
        // Known fields are shown by rules of their own.
        guard !head.wantsUpgrade, head.fields.allSatisfy({ [.other, .host, .connection].contains($0.id) }) else {
            return
        }
        if let authority = head.authority {
            guard head.withSpan(authority, { request.setHost(authority: $0) }) else { return }
        }
        path.withSpan { request.setPath(escaped: $0) }
        request.peer = SocketAddress(ip: "192.0.2.1", port: 1)
        let found = RouteTable([Route(name: "r", rule: rule, priority: 0, target: 0)]).match(request)
        let expected = rule.expression.holds(RequestWords(request, head))
        FuzzDriver.check((found != nil) == expected, "\(rule) for \(request.host.string) \(request.path.string)")
    }

    private static func buffer(of bytes: [UInt8]) -> ByteBuffer {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(bytes)
        return buffer
    }
}
