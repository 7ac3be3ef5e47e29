package import HTTP
package import LinuxIO

/// One request's way out and its response's way in.
extension ClientConnection: BodySink {
    package func bodyReady() { pump() }

    /// Sends as much of the request as the upstream takes.
    func pump() {
        guard !isPumping else {
            pumpAgain = true
            return
        }
        guard let output, phase == .waiting || phase == .body || phase == .tunnel, !requestSent else { return }
        isPumping = true
        var progress: MessageWriter.Progress
        repeat {
            pumpAgain = false
            progress = writer.pump(output, to: stream)
        } while pumpAgain && isWaiting(progress)
        isPumping = false
        settle(progress)
    }

    private func isWaiting(_ progress: MessageWriter.Progress) -> Bool {
        if case .waiting = progress { true } else { false }
    }

    private func settle(_ progress: MessageWriter.Progress) {
        switch progress {
        case .done: finishRequest()
        case .blocked, .waiting: break
        case .again: if let token { loop.again(token) }
        case .sourceFailed: phase == .waiting ? fail(.requestBody) : breakOff()
        case .broken:
            // It may have answered before it stopped listening.
            requestSent = true
            response.keepAlive = false
            if phase == .waiting { readHead() }
        }
    }

    private func finishRequest() {
        requestSent = true
        if phase == .tunnel { return stream.shutdownWriting() }
        if let output {
            loop.smallBuffers.give(output)
            self.output = nil
        }
        phaseBegan = loop.now
        armTimer()
    }

    /// Ends a body in the middle; whoever pulls it is told.
    func breakOff() {
        bodyFailed = true
        sink?.bodyReady()
    }

    // MARK: Response

    /// Interim responses to one request: they wait for the client in memory.
    private static let interimLimit = 32

    /// Reads up to the head of the final response.
    func readHead() {
        let input = self.input ?? loop.smallBuffers.take()
        self.input = input
        while phase == .waiting {
            if !input.isEmpty, !parseHeads(input) { return }
            input.reserve(4096)
            switch stream.receive(into: input) {
            case .bytes: continue
            case .wouldBlock: return
            case .closed, .failed: return fail(.closed)
            }
        }
    }

    /// Reads heads until more bytes are needed; false when there is nothing more to do now.
    private func parseHeads(_ input: ByteBuffer) -> Bool {
        while true {
            switch parser.parse(input, into: response, to: method) {
            case .needMore: return true
            case .failed(let error):
                fail(.malformed(error))
                return false
            case .complete:
                // The next head may stand right behind an interim one.
                guard response.isInterim else {
                    beginBody()
                    return false
                }
                guard passInterim() else { return false }
            }
        }
    }

    /// False when that ended the request.
    private func passInterim() -> Bool {
        interims += 1
        guard interims <= Self.interimLimit else {
            fail(.malformed(HTTP1Error(status: 502, reason: "too many interim responses")))
            return false
        }
        user?.interim(self)
        return phase == .waiting
    }

    private func beginBody() {
        decoder = BodyDecoder(response.framing)
        bodyEnded = decoder.isAtEnd
        enter(.body)
        user?.answered(self)
    }
}

/// The response's body.
extension ClientConnection: BodySource {
    package func next() -> BodySegment {
        if bodyFailed { return .failed }
        if bodyEnded { return .end }
        guard phase == .body || phase == .tunnel, var input = input ?? takeInput() else { return .failed }
        while true {
            switch decoder.next(in: input) {
            case .data(let count):
                isPulledDry = false
                return .bytes(input, count: count)
            case .end:
                bodyEnded = true
                return .end
            case .failed:
                bodyFailed = true
                return .failed
            case .needMore:
                input = roomier(input)
                switch receive(into: input) {
                case nil: continue
                case let segment?: return segment
                }
            }
        }
    }

    private func takeInput() -> ByteBuffer? {
        input = loop.smallBuffers.take()
        return input
    }

    /// A body that is longer than a small buffer is read into a large one.
    private func roomier(_ input: ByteBuffer) -> ByteBuffer {
        guard input.isEmpty, !inputIsLarge, hasLongBody else {
            if input.room < 1024 { input.reserve(4096) }
            return input
        }
        loop.smallBuffers.give(input)
        let large = loop.largeBuffers.take()
        (self.input, inputIsLarge) = (large, true)
        return large
    }

    private var hasLongBody: Bool {
        if case .length(let length) = response.framing { return length > 16 << 10 }
        return true
    }

    /// Nil when bytes came.
    private func receive(into input: ByteBuffer) -> BodySegment? {
        switch stream.receive(into: input) {
        case .bytes:
            lastProgress = loop.now
            return nil
        case .wouldBlock:
            if !isPulledDry {
                isPulledDry = true
                lastProgress = loop.now
                armTimer()
            }
            return .wait
        case .closed:
            if case .untilClose = response.framing { return end() }
            return phase == .tunnel ? end() : broken()
        case .failed: return phase == .tunnel ? end() : broken()
        }
    }

    private func end() -> BodySegment {
        bodyEnded = true
        return .end
    }

    private func broken() -> BodySegment {
        bodyFailed = true
        return .failed
    }

    package func took(_ count: Int) {
        guard let input else { return }
        decoder.took(count, from: input)
        if decoder.isAtEnd { bodyEnded = true }
    }

    /// Receives body bytes of known length straight into a fill, past the buffer; nil when that is not possible now and
    /// `next` has to be asked.
    package func receive(into fill: FillBuffer, limit: Int) -> TransferOutcome? {
        guard phase == .body, !bodyFailed, !bodyEnded, input?.isEmpty != false, let left = decoder.plainBytesLeft
        else { return nil }
        let outcome = stream.receive(into: fill, limit: Int(clamping: min(UInt64(limit), left)))
        switch outcome {
        case .bytes(let count):
            lastProgress = loop.now
            decoder.skipped(count)
            if decoder.isAtEnd { bodyEnded = true }
        case .wouldBlock:
            isPulledDry = true
            armTimer()
        case .closed, .failed: bodyFailed = true
        }
        return outcome
    }

    package func cancel() {
        sink = nil
        // What is complete leaves nothing behind on the connection.
        if !bodyEnded { bodyFailed = true }
    }

    package var trailers: Trailers? { decoder.trailers }
}

extension ClientConnection: TimerTarget {
    package func timerFired(_ timer: LoopTimer) {
        let deadline = self.deadline
        guard deadline <= loop.now else { return armTimer() }
        switch phase {
        case .connecting: fail(.connectTimeout)
        case .handshake: fail(.handshakeTimeout)
        case .ready: close()
        case .waiting: fail(requestBegan.limit(timeouts.total) <= loop.now ? .totalTimeout : .headerTimeout)
        case .body: breakOff()
        case .tunnel, .closed: break
        }
    }

    func armTimer() { loop.set(timer, noLaterThan: deadline) }

    private var deadline: MonotonicTime {
        let total = requestBegan.limit(timeouts.total)
        switch phase {
        case .connecting: return min(total, phaseBegan.limit(timeouts.connect))
        case .handshake: return min(total, phaseBegan.limit(timeouts.handshake))
        case .ready: return phaseBegan.limit(timeouts.idle)
        case .waiting: return requestSent ? min(total, phaseBegan.limit(timeouts.header)) : total
        case .body: return isPulledDry && !bodyEnded ? min(total, lastProgress.limit(timeouts.body)) : total
        case .tunnel, .closed: return .never
        }
    }
}
