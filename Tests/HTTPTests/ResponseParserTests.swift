import LinuxIO
import Testing

@testable import HTTP

@Suite struct ResponseParserTests {
    private func parse(_ text: String, to method: HTTP.Method = .get) -> (ParseOutcome, ResponseHead) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append(text: text + "\r\n\r\n")
        var parser = HTTP1ResponseParser()
        let head = ResponseHead()
        return (parser.parse(buffer, into: head, to: method), head)
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5", .get, .length(5), true),
            ("HTTP/1.1 200\r\nContent-Length: 5\r\nContent-Length: 5", .get, .length(5), true),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5", .head, .none, true),
            ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5", .get, .none, true),
            ("HTTP/1.1 204 No Content", .get, .none, true), ("HTTP/1.1 103 Early Hints", .get, .none, true),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", .get, .chunked, true),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5", .get, .chunked, false),
            ("HTTP/1.1 200 OK", .get, .untilClose, false),
            ("HTTP/1.0 200 OK\r\nContent-Length: 5", .get, .length(5), false),
            ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5", .get, .length(5), false),
        ] as [(String, HTTP.Method, BodyFraming, Bool)])
    func framingFollowsTheRules(text: String, method: HTTP.Method, framing: BodyFraming, keepAlive: Bool) {
        let (outcome, head) = parse(text, to: method)
        #expect(outcome == .complete)
        #expect(head.framing == framing)
        #expect(head.keepAlive == keepAlive)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6", "HTTP/1.1 99 Low", "HTTP/1.1 2000 High",
        "HTTP/2 200 OK", "HTTP/1.1 20x OK", "hello", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip",
        "HTTP/1.1 200 OK\r\nContent-Length: -1", "HTTP/1.1 200 O\u{1}K",
    ])
    func malformedResponsesAreRefused(text: String) {
        if case .failed = parse(text).0 { return }
        Issue.record("\(text.debugDescription) was taken")
    }

    @Test func fieldsAreCopiedAndAddedWithoutSplittingLines() {
        let (_, head) = parse("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nX-Own: b")
        let built = ResponseHead()
        for field in head.fields { built.add(field, of: head) }
        built.add(.contentLength, decimal: 12)
        #expect(built.add(.location, text: "/x"))
        #expect(!built.add(.location, text: "/x\r\nSet-Cookie: a=b"))
        let buffer = ByteBuffer(capacity: 16)
        built.writeFields(to: buffer)
        #expect(buffer.string == "ETag: \"a\"\r\nX-Own: b\r\nContent-Length: 12\r\nLocation: /x\r\n")
    }
}
