import LinuxIO
import Testing

@testable import HTTP

@Suite struct RequestParserTests {
    private func parse(_ text: String) -> (ParseOutcome, RequestHead) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text)
        var parser = HTTP1RequestParser(limits: HeadLimits(bytes: 512, fields: 8))
        let head = RequestHead()
        return (parser.parse(buffer, into: head), head)
    }

    private func status(_ text: String) -> Int? {
        if case .failed(let error) = parse(text).0 { error.status } else { nil }
    }

    @Test func aPlainRequestIsTakenApart() {
        let (outcome, head) = parse(
            "GET /films/1.ts?a=b HTTP/1.1\r\nHost: cinema.example:80\r\nRANGE:  bytes=0-1 \r\nX-Own: x\r\n\r\n")
        #expect(outcome == .complete)
        #expect(head.method == .get && head.minorVersion == 1 && head.framing == .none && head.keepAlive)
        #expect(head.string(head.path) == "/films/1.ts")
        #expect(head.query.map(head.string) == "a=b")
        #expect(head.authority.map(head.string) == "cinema.example:80")
        #expect(head.first(.range).map(head.string) == "bytes=0-1")
        #expect(head.fields.map(\.id) == [.host, .range, .other])
    }

    @Test(arguments: [
        ("GET http://a.example/x?y HTTP/1.1\r\nHost: b\r\n\r\n", "/x", "a.example"),
        ("OPTIONS * HTTP/1.1\r\nHost: b\r\n\r\n", "*", "b"),
        ("CONNECT b:443 HTTP/1.1\r\nHost: b\r\n\r\n", "", "b:443"),
        ("\r\nGET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "/", "[::1]:80"),
    ])
    func targetsComeInFourForms(text: String, path: String, authority: String) {
        let (outcome, head) = parse(text)
        #expect(outcome == .complete)
        #expect(head.string(head.path) == path)
        #expect(head.authority.map(head.string) == authority)
    }

    /// Whatever two readers could read in two ways is refused.
    @Test(arguments: [
        ("GET / HTTP/1.1\nHost: a\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\n\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nX: \u{0}\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET / x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET /\u{7f} HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET http://a/ HTTP/1.1\r\nHost: b/c\r\n\r\n", 400), ("GET http://a/ HTTP/1.1\r\n\r\n", 400),
        ("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / http/1.1\r\nHost: a\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 01\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551616\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 600))\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "A: b\r\n", count: 8))\r\n", 431),
    ])
    func ambiguousRequestsAreRefused(text: String, expected: Int) {
        #expect(status(text) == expected)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true),
        ("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", false),
        ("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", false), ("GET / HTTP/1.1\r\nHost: a\r\nExpect:\r\n\r\n", true),
        ("GET http://a/ HTTP/1.1\r\nHost:\r\n\r\n", true), ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true),
    ])
    func theConnectionGoesOnAsAsked(text: String, expected: Bool) {
        let (outcome, head) = parse(text)
        #expect(outcome == .complete && head.keepAlive == expected)
    }

    @Test func equalLengthsAreOne() {
        let (outcome, head) = parse("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\ncontent-length:  4\r\n\r\n")
        #expect(outcome == .complete && head.framing == .length(4))
    }

    @Test func anEmptyHostIsNone() {
        let (outcome, head) = parse("GET / HTTP/1.1\r\nHost:\r\n\r\n")
        #expect(outcome == .complete && head.authority == nil)
    }

    @Test func targetsMayHoldAnyText() {
        let (outcome, head) = parse("GET /ä?ö HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(outcome == .complete && head.string(head.path) == "/ä")
        #expect(head.query.map(head.string) == "ö")
    }

    /// Split anywhere, a request reads as it does whole, and what follows it stays in the buffer.
    @Test func splittingChangesNothing() {
        let text = "POST /x?q HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"
        for split in 0...text.utf8.count {
            let buffer = ByteBuffer(capacity: 8)
            var parser = HTTP1RequestParser()
            let head = RequestHead()
            buffer.append(Array(text.utf8.prefix(split)))
            var outcome = parser.parse(buffer, into: head)
            buffer.append(Array(text.utf8.dropFirst(split)))
            if outcome == .needMore { outcome = parser.parse(buffer, into: head) }
            #expect(outcome == .complete && head.framing == .chunked)
            #expect(buffer.string == "5\r\n")
        }
    }

    @Test func randomBytesNeverTrap() {
        let pieces = [
            "GET ", "/", " HTTP/1.1", "\r\n", "Host: a", ":", "\r", "\n", " ", "\u{0}", "Content-Length: 9", "é",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0..<14, using: &random)).map { _ in pieces.randomElement(using: &random)! }
            let (outcome, head) = parse(text.joined() + "\r\n\r\n")
            if outcome == .complete { #expect(head.count(of: .host) <= 1 && !head.methodName.isEmpty) }
        }
    }

    @Test func everyFieldNameIsFoundInAnyCase() {
        for id in FieldID.allCases where id != .other {
            for name in [id.name.description, id.name.description.uppercased(), id.name.description.lowercased()] {
                let bytes = Array(name.utf8)
                #expect(unsafe FieldNames.shared.id(of: 0..<bytes.count, in: bytes.span.bytes) == id)
            }
        }
        let other = Array("X-Hostile".utf8)
        #expect(unsafe FieldNames.shared.id(of: 0..<other.count, in: other.span.bytes) == .other)
    }
}
