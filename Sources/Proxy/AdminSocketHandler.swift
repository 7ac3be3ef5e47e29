package import LinuxIO
package import Transport

/// Answers all that comes over the socket of the API, whatever the routers say.
package final class AdminSocketHandler: RequestHandler {
    private let desk: AdminDesk
    private let loop: EventLoop

    package init(_ desk: AdminDesk, on loop: EventLoop) { (self.desk, self.loop) = (desk, loop) }

    package func handle(_ exchange: Exchange) {
        let talk = AdminTalk(exchange, on: loop)
        exchange.owner = talk
        talk.ask(desk)
    }
}

/// One question over the socket.
private final class AdminTalk: ExchangeOwner {
    private let call: WorkerCall<AdminAnswer>
    private let question: AdminQuestion
    private unowned let exchange: Exchange

    init(_ exchange: Exchange, on loop: EventLoop) {
        self.exchange = exchange
        question = AdminQuestion(exchange.request)
        call = WorkerCall(on: loop) { [unowned exchange] answer in exchange.respond(exchange.write(answer)) }
    }

    func ask(_ desk: AdminDesk) {
        guard !desk.ask(question, call) else { return }
        var refusal = AdminAnswer()
        refusal.status = 503
        exchange.respond(exchange.write(refusal))
    }

    func ended(_ exchange: Exchange, completed: Bool) { call.end() }
}
