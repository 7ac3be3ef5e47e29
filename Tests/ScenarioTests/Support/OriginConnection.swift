import LinuxIO

/// One connection to an origin, served on its own thread.
final class OriginConnection {
    private let stream: PlainStream
    private let index: Int
    private let state: OriginState
    private let readsBodies: Bool
    private let handler: ScriptedOrigin.Handler
    private let reader: MessageReader

    init(
        _ accepted: OriginState.Accepted, _ state: OriginState, readsBodies: Bool,
        _ handler: @escaping ScriptedOrigin.Handler
    ) {
        (stream, index) = (accepted.stream, accepted.index)
        (self.state, self.readsBodies, self.handler) = (state, readsBodies, handler)
        reader = MessageReader(stream)
        // A client keeps idle connections for as long as it likes.
        reader.limit = .seconds(600)
    }

    /// Serves until either side closes. What goes wrong ends the connection: the other side's scenario notices.
    func serve() {
        var reply: OriginReply?
        while let head = try? reader.readHead() {
            let next = OriginReply(stream, reader, head)
            reply = next
            guard let request = record(head), (try? handler(request, next)) != nil, !next.isFinished else { break }
        }
        state.forget(index)
        stream.close(reset: reply?.wantsReset ?? false)
    }

    private func record(_ head: Head) -> OriginRequest? {
        let body = readsBodies ? try? reader.readBody(of: head, endsWithConnection: false) : Body()
        let words = head.words
        guard words.count == 3, let body, body.defect == nil else { return nil }
        let request = OriginRequest(
            method: words[0], target: words[1], fields: head.fields, body: body.bytes, trailers: body.trailers,
            connection: index)
        state.requests.withLock { $0.append(request) }
        return request
    }
}
