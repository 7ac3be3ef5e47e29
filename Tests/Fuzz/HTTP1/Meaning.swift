internal import FuzzDriver
internal import HTTP
internal import LinuxIO

/// All that was read from a request's head, as text.
func meaning(of head: RequestHead) -> String {
    let parts = [head.methodName, head.target, head.path] + [head.query, head.authority].compactMap { $0 }
    let flags = [head.keepAlive, head.expectsContinue, head.wantsUpgrade, head.query == nil, head.authority == nil]
    return "\(head.method) 1.\(head.minorVersion) \(head.framing) \(flags) \(parts.map(head.string)) \(lines(of: head))"
}

/// All that was read from a response's head, as text.
func meaning(of head: ResponseHead) -> String {
    "\(head.status) 1.\(head.minorVersion) \(head.framing) \(head.keepAlive) \(head.string(head.reason)) \(lines(of: head))"
}

func lines(of head: MessageHead) -> [String] {
    head.fields.map { "\($0.id) \(head.string($0.name)): \(head.string($0.value))" }
}

/// What is written from a head must read as that head did.
func checkRewriting(_ head: RequestHead) {
    let buffer = ByteBuffer(capacity: 256)
    head.write(head.methodName, to: buffer)
    buffer.append(" ")
    head.write(head.target, to: buffer)
    buffer.append(head.minorVersion == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n")
    head.writeFields(to: buffer)
    buffer.append("\r\n")
    let again = RequestHead()
    var parser = HTTP1RequestParser()
    check(parser.parse(buffer, into: again) == .complete && buffer.isEmpty, "not taken again: \(meaning(of: head))")
    check(meaning(of: again) == meaning(of: head), "\(meaning(of: head)) became \(meaning(of: again))")
}

func checkRewriting(_ head: ResponseHead, to method: Method) {
    let buffer = ByteBuffer(capacity: 256)
    buffer.append(head.minorVersion == 0 ? "HTTP/1.0 " : "HTTP/1.1 ")
    buffer.append(decimal: UInt64(head.status))
    buffer.append(" ")
    head.write(head.reason, to: buffer)
    buffer.append("\r\n")
    head.writeFields(to: buffer)
    buffer.append("\r\n")
    let again = ResponseHead()
    var parser = HTTP1ResponseParser()
    check(parser.parse(buffer, into: again, to: method) == .complete, "not taken again: \(meaning(of: head))")
    check(meaning(of: again) == meaning(of: head), "\(meaning(of: head)) became \(meaning(of: again))")
}
