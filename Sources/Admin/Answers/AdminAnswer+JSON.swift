internal import Proxy

extension AdminAnswer {
    /// A value, as Traefik writes most.
    init(_ value: JSONValue, nextPage: Int? = nil) {
        self.init()
        var writer = JSONWriter()
        writer.write(value)
        (contentType, self.nextPage) = ("application/json", nextPage)
        body = writer.bytes + [UInt8(ascii: "\n")]
    }

    /// An error, in JSON that is called a text.
    static func refusal(_ status: Int, _ message: String) -> AdminAnswer {
        var answer = AdminAnswer(.object([JSONValue.Member(name: "message", value: .text(message))]))
        answer.becomeText(status)
        return answer
    }

    static var notFound: AdminAnswer {
        var answer = AdminAnswer()
        answer.body = Array("404 page not found\n".utf8)
        answer.becomeText(404)
        return answer
    }

    static var notAllowed: AdminAnswer {
        var answer = AdminAnswer()
        answer.status = 405
        return answer
    }

    private mutating func becomeText(_ status: Int) {
        (self.status, contentType, isNotSniffed) = (status, "text/plain; charset=utf-8", true)
    }
}
