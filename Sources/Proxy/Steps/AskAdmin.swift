internal import HTTP
internal import LinuxIO
internal import Transport

/// In place of forwarding: what `api@internal` answers.
extension RequestSteps {
    func askAdmin() {
        guard let proxy = handler?.proxy, let desk = proxy.admin else {
            return answer(404, "404 page not found\n", nosniff: true)
        }
        let call = WorkerCall<AdminAnswer>(on: proxy.loop) { [unowned self] answer in
            adminCall = nil
            deliver(exchange.write(answer))
        }
        adminCall = call
        if !desk.ask(AdminQuestion(exchange.request), call) { answer(503, "Service Unavailable") }
    }

    func endAdminCall() {
        adminCall?.end()
        adminCall = nil
    }
}

extension AdminQuestion {
    init(_ request: RequestHead) {
        self.init(
            isGET: request.method == .get, path: request.string(request.path),
            query: request.query.map { request.string($0) } ?? "")
    }
}

extension Exchange {
    /// Makes `response` say this.
    ///
    /// - Returns: its body; nil for none.
    func write(_ answer: AdminAnswer) -> BytesBody? {
        response.reset()
        (response.status, response.framing) = (answer.status, .length(UInt64(answer.body.count)))
        if !answer.contentType.isEmpty { response.add(.contentType, text: answer.contentType) }
        if answer.isNotSniffed { response.add(.xContentTypeOptions, "nosniff") }
        if let page = answer.nextPage { response.add(nextPageField, "\(page)") }
        guard !answer.body.isEmpty else { return nil }
        let buffer = ByteBuffer(capacity: answer.body.count)
        buffer.append(answer.body)
        return BytesBody(buffer)
    }
}

private let nextPageField = FieldName("X-Next-Page")!
