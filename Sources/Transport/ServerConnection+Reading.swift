package import HTTP
internal import LinuxIO

/// Reading: heads are parsed here, bodies are pulled by whoever passes them on.
extension ServerConnection {
    /// Reads and handles requests until there is nothing to read, or one is being answered.
    func readInput() {
        guard !isReading else { return }
        isReading = true
        defer { isReading = false }
        while true {
            switch phase {
            case .idle, .head:
                if !readHead() { return }
            case .exchange, .tunnel:
                // News for whoever waits for the body.
                sink?.bodyReady()
                if phase == .exchange || phase == .tunnel { return noteGone() }
            case .skipping:
                if !skipBody() { return }
            default: return
            }
        }
    }

    /// The head's next step; false to wait.
    private func readHead() -> Bool {
        if let input, !input.isEmpty, phase == .head || phase == .idle, parseHead(input) { return phase != .closing }
        guard phase == .idle || phase == .head else { return true }
        let input = self.input ?? loop.smallBuffers.take()
        self.input = input
        input.reserve(min(4096, settings.limits.bytes))
        switch stream.receive(into: input) {
        case .bytes:
            if phase == .idle {
                phase = .head
                requestBegan = loop.now
                armTimer()
            }
            return true
        case .wouldBlock:
            if phase == .idle, input.isEmpty { giveBack() }
            return false
        case .closed, .failed:
            close()
            return false
        }
    }

    /// Whether a head was complete or refused.
    private func parseHead(_ input: ByteBuffer) -> Bool {
        if phase == .idle {
            phase = .head
            requestBegan = loop.now
        }
        let exchange = self.exchange ?? shared.exchanges.take()
        self.exchange = exchange
        switch parser.parse(input, into: exchange.request) {
        case .needMore:
            self.exchange = nil
            shared.exchanges.give(exchange)
            return false
        case .failed(let error):
            self.exchange = nil
            shared.exchanges.give(exchange)
            refuse(error)
            return true
        case .complete:
            begin(exchange)
            return true
        }
    }

    private func begin(_ exchange: Exchange) {
        phase = .exchange
        exchange.begin(peer: peer, isSecure: stream.isSecure, loop: loop, transport: self)
        let request = exchange.request
        decoder = BodyDecoder(request.framing, limits: settings.limits)
        owesContinue = request.expectsContinue && request.framing != .none
        closesAfter = !request.keepAlive || shared.isDraining || closesAfter
        if settings.limitsKeepAlive { closesAfter = closesAfter || isUsedUp() }
        (isResponding, bodyFailed) = (false, false)
        lastProgress = loop.now
        armTimer()
        handler.handle(exchange)
    }

    /// Counts a request; true when it is the last one that this connection may have.
    private func isUsedUp() -> Bool {
        requests += 1
        let isLast = settings.keepAliveRequests > 0 && requests >= settings.keepAliveRequests
        return isLast || accepted.limit(settings.timeouts.keepAlive) <= loop.now
    }

    /// Answers what cannot be understood, and closes: where the next request would start is anybody's guess.
    private func refuse(_ error: HTTP1Error) {
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        StatusLine.append(error.status, to: output)
        output.append("Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n")
        let text = StatusLine.reason(of: error.status)
        output.append("Content-Length: ")
        output.append(decimal: UInt64(text.utf8CodeUnitCount + 4))
        output.append("\r\n\r\n")
        output.append(decimal: UInt64(error.status))
        output.append(" ")
        output.append(text)
        closesAfter = true
        _ = stream.send(output)
        finishClosing()
    }

    /// A client that is gone for good ends its exchange; one that has only closed its side still gets its response.
    private func noteGone() {
        guard readClosed else { return }
        if phase == .tunnel, inputEnded, !isResponding { return close() }
        armTimer()
    }

    /// Says that nothing more comes, and reads on for a while.
    func finishClosing() {
        endExchange(completed: true)
        phase = .closing
        stream.shutdownWriting()
        lastProgress = loop.now
        armTimer()
        drainInput()
    }

    func drainInput() {
        let buffer = input ?? loop.smallBuffers.take()
        input = buffer
        for _ in 0..<64 {
            buffer.removeAll()
            switch stream.receive(into: buffer) {
            case .bytes: continue
            case .wouldBlock: return
            case .closed, .failed: return close()
            }
        }
        if let token { loop.again(token) }
    }
}

/// The request's body.
extension ServerConnection: BodySource {
    package func next() -> BodySegment {
        if bodyFailed { return .failed }
        guard phase == .exchange || phase == .tunnel || phase == .skipping else { return .failed }
        if decoder.isAtEnd { return .end }
        if owesContinue, !isResponding { sendContinue() }
        let input = self.input ?? loop.smallBuffers.take()
        self.input = input
        while true {
            switch decoder.next(in: input) {
            case .data(let count): return .bytes(input, count: count)
            case .end: return .end
            case .failed:
                bodyFailed = true
                closesAfter = true
                return .failed
            case .needMore:
                if input.room < 1024 { input.reserve(4096) }
                switch stream.receive(into: input) {
                case .bytes:
                    noteProgress()
                    continue
                case .wouldBlock: return .wait
                case .closed, .failed:
                    readClosed = true
                    inputEnded = true
                    if phase == .tunnel { return .end }
                    bodyFailed = true
                    return .failed
                }
            }
        }
    }

    package func took(_ count: Int) {
        guard let input else { return }
        decoder.took(count, from: input)
        exchange?.requestBytes += UInt64(count)
    }

    package func cancel() { sink = nil }

    package var trailers: Trailers? { decoder.trailers }

    /// A client that waits for permission gets it when its body is first asked for (RFC 9110 §10.1.1).
    private func sendContinue() {
        owesContinue = false
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        StatusLine.append(100, to: output)
        output.append("\r\n")
        if !isPumping { pump() }
    }
}
