internal import LinuxIO
internal import TLS

/// How a connection begins: for whom a proxy speaks, then plaintext or TLS.
extension ServerConnection {
    func advanceBeginning() {
        if phase == .announcement { advanceAnnouncement() }
        if phase == .greeting { advanceGreeting() }
        if phase == .handshake { advanceHandshake() }
    }

    /// The header is looked at where it lies and then taken off alone, because TLS reads from the socket itself.
    private func advanceAnnouncement() {
        let buffer = loop.smallBuffers.take()
        defer { loop.smallBuffers.give(buffer) }
        buffer.reserve(ProxyHeader.limit)
        if case .bytes = stream.peek(into: buffer) {
        } else {
            if readClosed { close() }
            return
        }
        switch buffer.withSpan({ ProxyHeader.parse($0) }) {
        case .needMore: if readClosed { close() }
        case .malformed: close()
        case .absent: phase = settings.tls == nil ? .idle : .greeting
        case .complete(let count, let source):
            guard stream.skip(count) else { return close() }
            if let source { peer = source }
            phase = settings.tls == nil ? .idle : .greeting
        }
        if phase == .idle { armTimer() }
    }

    /// A TLS record of a handshake begins with 22, which no method does (RFC 8446 §5.1).
    private func advanceGreeting() {
        guard let byte = stream.firstByte() else {
            if readClosed { close() }
            return
        }
        guard byte == 22, let server = settings.tls else {
            phase = .idle
            return
        }
        guard (try? stream.secure(with: server)) != nil else { return close() }
        phase = .handshake
    }

    private func advanceHandshake() {
        guard let tls = stream.tls else { return }
        switch tls.handshake() {
        case .done:
            phase = .idle
            stream.becameReadable()
            lastProgress = loop.now
            armTimer()
        case .wantsRead, .wantsWrite: break
        case .failed: close()
        }
    }
}
