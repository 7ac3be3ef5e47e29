internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import Transport
internal import Upstream

/// Services that have to see the request, or have more to do with it than to pass it on: cookies, copies, fallbacks.
extension RequestSteps {
    func forwardByPick(to service: LoopService) {
        let picked = pickRequest
        picked.begin(client: exchange.peer)
        self.picked = picked
        guard let server = service.pick(picked) else { return answerNoServer() }
        guard exchange.request.framing != .none, !isUpgrade, !picked.fallbacks.isEmpty else {
            return send(to: server, mirrored: picked)
        }
        keepBody { [self] in send(to: server, mirrored: picked) }
    }

    /// Sends the request, and copies of it where there are mirrors.
    private func send(to server: BalancedServer, mirrored picked: PickRequest) {
        var body = keptBody.map { BytesBody(copying: $0) } ?? self.body
        if !isUpgrade {
            for mirroring in picked.takeMirrors() { body = mirror(mirroring, body) }
        }
        send(to: server, body)
    }

    /// Whether a fallback has taken the request over because of an answer of that status.
    func fallBack(on status: Int) -> Bool {
        guard let picked, !isUpgrade, !picked.fallbacks.isEmpty else { return false }
        if exchange.request.framing != .none, keptBody == nil { return false }
        guard let failover = picked.fallback(for: status) else { return false }
        call.finish()
        guard let server = failover.pickFallback(picked) else {
            answerNoServer()
            return true
        }
        send(to: server, mirrored: picked)
        return true
    }

    func dropPick() {
        collector?.cancel()
        // The client sends it once: whoever sends the request again takes it from here.
        if let keptBody { replacedBody = BytesBody(keptBody) }
        (collector, keptBody) = (nil, nil)
        picked?.forget()
        picked = nil
    }

    // MARK: The body, kept for a fallback

    /// Bytes of a body that are kept where the configuration sets no bound.
    private static let keptLimit = 16 << 20

    /// Takes the body into memory, then goes on. A body beyond what a service allows is refused; where none says how much,
    /// a very large one goes on without a fallback.
    private func keepBody(then proceed: @escaping () -> Void) {
        guard let source = body else { return proceed() }
        let allowed = picked?.fallbacks.compactMap(\.maxRequestBodyBytes).min()
        let collector = BodyCollector(source, limit: allowed ?? Self.keptLimit) { [self] outcome in
            guard let collector = self.collector else { return }
            self.collector = nil
            switch outcome {
            case .whole:
                keptBody = collector.bytes
                proceed()
            case .tooLarge:
                if allowed != nil { return answer(413, "Request body too large\n", nosniff: true) }
                replacedBody = ContinuedBody(collector.bytes, then: source)
                proceed()
            case .failed: exchange.cut()
            }
        }
        self.collector = collector
        collector.start()
    }
}
