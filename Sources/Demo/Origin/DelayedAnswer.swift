internal import LinuxIO
internal import Transport

/// An exchange that is answered after a while, as by an origin far away; kept by the exchange itself.
final class DelayedAnswer: TimerTarget, ExchangeOwner {
    private let exchange: Exchange
    private let answer: (Exchange) -> Void
    private var isOver = false
    private lazy var timer = LoopTimer(target: self)

    init(_ exchange: Exchange, answer: @escaping (Exchange) -> Void) {
        (self.exchange, self.answer) = (exchange, answer)
    }

    func begin(after delay: Duration, on loop: EventLoop) {
        exchange.context = self
        exchange.owner = self
        loop.set(timer, after: delay)
    }

    func timerFired(_ timer: LoopTimer) { if !isOver { answer(exchange) } }

    func ended(_ exchange: Exchange, completed: Bool) {
        isOver = true
        exchange.context = nil
    }
}
