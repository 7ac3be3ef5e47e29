internal import HTTP
internal import LinuxIO
internal import TLS

/// Writing: one response at a time, pulled from its source as the client takes it.
extension ServerConnection: ExchangeTransport {
    var requestBody: any BodySource { self }

    var security: (version: String, cipher: String)? { stream.tls.map { ($0.version.rawValue, $0.cipher) } }

    var tls: TLSSession? { stream.tls }

    func respond(_ body: (any BodySource)?) {
        guard let exchange, phase == .exchange, !isResponding else { return }
        isResponding = true
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        let response = exchange.response
        let framing = wireFraming(of: exchange)
        StatusLine.append(response.status, to: output)
        response.writeFields(to: output)
        writeFraming(framing, of: exchange, to: output)
        output.append("\r\n")
        let hasBody = exchange.request.method != .head && framing != .none
        body?.sink = self
        writer.begin(hasBody ? framing : .none, from: hasBody ? body : nil)
        if !hasBody { body?.cancel() }
        lastProgress = loop.now
        pump()
    }

    /// What the client takes for the body's end (RFC 9112 §6.3), whoever made the response: some statuses have no body,
    /// and all others have a length. A body whose length is not known goes in chunks, or, to a client of HTTP/1.0, until
    /// the close.
    private func wireFraming(of exchange: Exchange) -> BodyFraming {
        if exchange.response.hasNoBody { return .none }
        switch exchange.response.framing {
        case .none: return exchange.request.method == .head ? .none : .length(0)
        case .length: return exchange.response.framing
        case .chunked, .untilClose:
            if exchange.request.minorVersion > 0 { return .chunked }
            closesAfter = true
            return .untilClose
        }
    }

    private func writeFraming(_ framing: BodyFraming, of exchange: Exchange, to output: ByteBuffer) {
        switch framing {
        case .length(let length):
            output.append("Content-Length: ")
            output.append(decimal: length)
            output.append("\r\n")
        case .chunked: output.append("Transfer-Encoding: chunked\r\n")
        case .none, .untilClose: break
        }
        if exchange.response.first(.date) == nil {
            output.append("Date: ")
            let date = shared.currentDate()
            output.append(date, from: 0, count: date.count)
            output.append("\r\n")
        }
        if !decoder.isAtEnd, sink == nil, !canSkipBody { closesAfter = true }
        if closesAfter || shared.isDraining {
            closesAfter = true
            output.append("Connection: close\r\n")
        } else if exchange.request.minorVersion == 0 {
            output.append("Connection: keep-alive\r\n")
        }
    }

    func sendInterim(_ head: ResponseHead) {
        guard let exchange, phase == .exchange, !isResponding, exchange.request.minorVersion > 0 else { return }
        if head.status == 100 {
            guard owesContinue else { return }
            owesContinue = false
        }
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        StatusLine.append(head.status, to: output)
        head.writeFields(to: output)
        output.append("\r\n")
        pump()
    }

    func switchProtocols(_ body: any BodySource) {
        guard let exchange, phase == .exchange, !isResponding else { return }
        isResponding = true
        phase = .tunnel
        closesAfter = true
        decoder = BodyDecoder(.untilClose)
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        StatusLine.append(101, to: output)
        exchange.response.writeFields(to: output)
        output.append("\r\n")
        body.sink = self
        writer.begin(.untilClose, from: body)
        lastProgress = loop.now
        armTimer()
        pump()
    }

    func cut() { abort() }
}

extension ServerConnection: BodySink {
    package func bodyReady() { pump() }

    /// Writes what there is to write, and goes on with the next request when a response is complete.
    func pump() {
        guard !isPumping else {
            pumpAgain = true
            return
        }
        guard let output else { return }
        isPumping = true
        let before = writer.bodyBytes &+ UInt64(output.count)
        var progress: MessageWriter.Progress
        repeat {
            pumpAgain = false
            progress = writer.pump(output, to: stream)
        } while pumpAgain && !isFinal(progress)
        isPumping = false
        if writer.bodyBytes &+ UInt64(output.count) != before { noteProgress() }
        settle(progress)
    }

    private func isFinal(_ progress: MessageWriter.Progress) -> Bool {
        switch progress {
        case .waiting: false
        default: true
        }
    }

    private func settle(_ progress: MessageWriter.Progress) {
        isBlocked = false
        switch progress {
        case .done: finishResponse()
        case .blocked:
            isBlocked = true
            armTimer()
        case .waiting: break
        case .again: if let token { loop.again(token) }
        case .sourceFailed: abort()
        case .broken: close()
        }
    }

    private func finishResponse() {
        guard isResponding else { return }
        if phase == .tunnel { return finishTunnel() }
        guard phase == .exchange else { return }
        if closesAfter || !decoder.isAtEnd && !canSkipBody { return finishClosing() }
        endExchange(completed: true)
        beginRest()
        if let output { loop.smallBuffers.give(output) }
        output = nil
        armTimer()
        readInput()
        if phase == .idle, input?.isEmpty == true { giveBack() }
    }

    /// The upstream has ended its direction: the client is told, and may still send.
    private func finishTunnel() {
        stream.shutdownWriting()
        isResponding = false
        if inputEnded { close() }
    }

    func noteProgress() { lastProgress = loop.now }
}
