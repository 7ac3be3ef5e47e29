internal import HTTP
package import LinuxIO

/// One timer for everything that a connection waits for; it is moved lazily, by looking again when it fires.
extension ServerConnection: TimerTarget {
    private static let lingering: Duration = .seconds(5)

    package func timerFired(_ timer: LoopTimer) {
        let deadline = self.deadline
        guard deadline <= loop.now else { return armTimer() }
        switch phase {
        case .announcement, .greeting, .handshake, .idle, .closing, .closed: close()
        case .head: timeOutHead()
        case .skipping: finishClosing()
        case .exchange, .tunnel: abort()
        }
    }

    /// A client that dribbles its head gets an answer that says so.
    private func timeOutHead() {
        let output = self.output ?? loop.smallBuffers.take()
        self.output = output
        output.append("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        _ = stream.send(output)
        finishClosing()
    }

    func armTimer() { loop.set(timer, noLaterThan: deadline) }

    /// The earliest of the times that run in this phase.
    var deadline: MonotonicTime {
        let times = settings.timeouts
        switch phase {
        case .announcement, .greeting:
            return min(lastProgress.limit(times.handshake), lastProgress.limit(times.idle))
        case .handshake: return lastProgress.limit(times.handshake)
        case .idle: return lastProgress.limit(times.idle)
        case .head: return min(requestBegan.limit(times.header), requestBegan.limit(times.read ?? .zero))
        case .skipping: return requestBegan.limit(Self.skipping)
        case .closing: return lastProgress.limit(Self.lingering)
        case .tunnel: return .never
        case .closed: return .never
        case .exchange: return exchangeDeadline(times)
        }
    }

    private func exchangeDeadline(_ times: ServerSettings.Timeouts) -> MonotonicTime {
        var deadline = requestBegan.limit(times.write)
        let isReadingBody = !decoder.isAtEnd && sink != nil && !isResponding
        if isReadingBody {
            deadline = min(deadline, lastProgress.limit(times.body), requestBegan.limit(times.read ?? .zero))
        }
        // A response that waits for its upstream is not the client's fault.
        if isBlocked { deadline = min(deadline, lastProgress.limit(times.send)) }
        if readClosed { deadline = min(deadline, lastProgress.limit(times.halfClosed)) }
        return deadline
    }
}
