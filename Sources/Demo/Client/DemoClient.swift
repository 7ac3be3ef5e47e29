internal import HTTP
internal import LinuxIO

/// A response, whole in memory.
struct DemoResponse {
    let head: ResponseHead
    let body: [UInt8]
    /// From before the connection was opened to the last byte.
    let duration: Duration

    var status: Int { head.status }

    /// A field's first value; empty when there is none.
    func field(_ id: FieldID) -> String { head.first(id).map { head.string($0) } ?? "" }

    /// Whether usher answered from its cache alone.
    var isHit: Bool { field(.cacheStatus).contains("; hit") }
}

/// Asks one server in plain HTTP/1.1, each time on a new connection.
struct DemoClient {
    let port: UInt16

    func get(_ path: String, _ fields: [FieldID: String] = [:]) throws(DemoFailure) -> DemoResponse {
        try ask(.get, "GET", path, fields)
    }

    func head(_ path: String) throws(DemoFailure) -> DemoResponse { try ask(.head, "HEAD", path, [:]) }

    private func ask(
        _ method: Method, _ name: String, _ path: String, _ fields: [FieldID: String]
    ) throws(DemoFailure) -> DemoResponse {
        let began = MonotonicTime.now
        let lines = fields.map { "\($0.key.name): \($0.value)\r\n" }.joined()
        do throws(Errno) {
            let socket = try ClientSocket(port: port)
            try socket.send("\(name) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(lines)Connection: close\r\n\r\n")
            let input = ByteBuffer(capacity: 1 << 20)
            let head = try readHead(socket, input, method)
            let body = try readBody(socket, input, head.framing)
            return DemoResponse(head: head, body: body, duration: MonotonicTime.now.since(began))
        } catch {
            throw DemoFailure("\(name) \(path) on port \(port): \(error)")
        }
    }

    private func readHead(
        _ socket: borrowing ClientSocket, _ input: ByteBuffer, _ method: Method
    ) throws(Errno) -> ResponseHead {
        let head = ResponseHead()
        var parser = HTTP1ResponseParser()
        while true {
            switch parser.parse(input, into: head, to: method) {
            case .complete where head.isInterim: continue
            case .complete: return head
            case .failed: throw .protocolError
            case .needMore: guard try socket.receive(into: input) else { throw .connectionReset }
            }
        }
    }

    private func readBody(
        _ socket: borrowing ClientSocket, _ input: ByteBuffer, _ framing: BodyFraming
    ) throws(Errno) -> [UInt8] {
        var decoder = BodyDecoder(framing)
        let body = ByteBuffer(capacity: 64 << 10)
        while true {
            switch decoder.next(in: input) {
            case .data(let count):
                body.append(input, from: 0, count: count)
                decoder.took(count, from: input)
            case .end: return body.array
            case .failed: throw .protocolError
            case .needMore:
                guard try socket.receive(into: input) else {
                    guard case .untilClose = framing else { throw .connectionReset }
                    return body.array
                }
            }
        }
    }
}
