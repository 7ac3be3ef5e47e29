import LinuxIO
import Testing

@testable import HTTP

@Suite struct EditingTests {
    private func head() -> RequestHead {
        let buffer = ByteBuffer(capacity: 256)
        buffer.append("GET /a/b?q HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-one: 2\r\nAccept: */*\r\nX-Two: 3\r\n\r\n")
        let head = RequestHead()
        var parser = HTTP1RequestParser()
        #expect(parser.parse(buffer, into: head) == .complete)
        return head
    }

    private func lines(_ head: MessageHead) -> String {
        let buffer = ByteBuffer(capacity: 256)
        head.writeFields(to: buffer)
        return buffer.string
    }

    @Test func allLinesOfAFieldAreTakenOut() {
        let head = head()
        head.remove(FieldName("X-ONE")!)
        head.remove(.accept)
        #expect(lines(head) == "Host: h\r\nX-Two: 3\r\n")
        #expect(!head.has(.accept) && head.has(.host))
    }

    @Test func aFieldIsSetInPlaceOfItsLines() {
        let head = head()
        #expect(head.set(FieldName("X-One")!, "new"))
        #expect(head.set(.accept, text: "text/html"))
        #expect(lines(head) == "Host: h\r\nX-Two: 3\r\nX-One: new\r\nAccept: text/html\r\n")
        #expect(head.first(FieldName("x-one")!).map { head.string($0) } == "new")
    }

    @Test func aValueThatWouldEndTheLineChangesNothing() {
        let head = head()
        let before = lines(head)
        #expect(!head.set(FieldName("X-One")!, "a\r\nEvil: 1"))
        #expect(!head.set(.accept, text: "a\nb"))
        #expect(lines(head) == before)
        #expect(FieldName("a b") == nil && FieldName("") == nil && FieldName("a:") == nil)
    }

    @Test func aBuiltHeadLosesLinesToo() {
        let head = ResponseHead()
        head.add(.contentType, "text/plain")
        head.add(.server, "x")
        head.remove(.contentType)
        #expect(lines(head) == "Server: x\r\n")
    }

    @Test func aHeadGoesBackToWhereItWas() {
        let head = head()
        let (before, point) = (lines(head), head.point)
        head.replacePath(Array("/other".utf8))
        head.replaceQuery(nil)
        head.set(FieldName("X-One")!, "new")
        head.remove(.accept)
        head.replaceUpstreamAuthority(Array("u".utf8))
        #expect(head.string(head.path) == "/other" && head.query == nil)
        head.restore(point)
        #expect(lines(head) == before && head.has(.accept) && head.upstreamAuthority == nil)
        #expect(head.string(head.path) == "/a/b" && head.query.map { head.string($0) } == "q")
    }
}
