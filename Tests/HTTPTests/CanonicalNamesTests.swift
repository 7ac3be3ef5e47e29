import LinuxIO
import Testing

@testable import HTTP

@Suite struct CanonicalNamesTests {
    @Test(arguments: [
        ("x-own-thing", "X-Own-Thing"), ("X-Own", "X-Own"), ("X_OWN", "X_own"), ("dnt", "Dnt"),
        ("X.OWN-2B", "X.own-2b"),
        ("uSER-aGENT", "User-Agent"), ("sec-websocket-key", "Sec-WebSocket-Key"), ("-x--y-", "-X--Y-"),
    ])
    func namesHaveOneSpelling(name: String, expected: String) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: "GET / HTTP/1.1\r\nHost: a\r\n\(name): Any Value\r\n\r\n")
        let head = RequestHead()
        var parser = HTTP1RequestParser()
        #expect(parser.parse(buffer, into: head) == .complete)
        let line = ByteBuffer(capacity: 1)
        head.writeCanonical(head.fields[1], to: line)
        #expect(line.string == "\(expected): Any Value\r\n")
        #expect(FieldName(name)!.canonical.text == expected)
    }
}
