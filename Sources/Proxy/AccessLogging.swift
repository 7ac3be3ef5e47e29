internal import Configuration
internal import HTTP
internal import LinuxIO
internal import MediaCache
internal import TLS
package import Telemetry
internal import Transport
internal import Upstream

/// Makes the access log's record of a request; text is only built when there is a log.
package final class AccessLogging: Sendable {
    private let log: AccessLog

    package init(_ log: AccessLog) { self.log = log }

    func log(_ steps: RequestSteps, completed: Bool) {
        guard let handler = steps.handler, steps.target?.isLogged ?? handler.policy.logsAccess else { return }
        var record = AccessRecord()
        describeRequest(steps.exchange, &record)
        record.user = steps.user
        // The loop's own clock stands still within a turn, and a hit takes no longer.
        describeResponse(steps, .now, &record)
        record.entryPoint = handler.name
        if !completed, !steps.exchange.hasResponse { record.status = 499 }
        log.record(record)
    }

    private func describeRequest(_ exchange: Exchange, _ record: inout AccessRecord) {
        let request = exchange.request
        record.clientHost = exchange.peer?.host ?? ""
        record.clientPort = exchange.peer?.port ?? 0
        record.start = exchange.beganWall
        record.method = request.string(request.methodName)
        record.target = request.string(request.target)
        record.version = request.minorVersion == 0 ? "HTTP/1.0" : "HTTP/1.1"
        record.scheme = exchange.isSecure ? "https" : "http"
        record.tls = exchange.security.map { security in
            AccessRecord.TLSFacts(
                version: security.version, cipher: security.cipher,
                clientSubject: exchange.tls?.peer?.subject.text ?? "")
        }
        if let authority = request.authority {
            let port = request.port(of: authority).map { request.string($0) }
            let text = request.string(authority)
            record.port = port.flatMap { UInt16($0) }
            record.host = port.map { String(text.dropLast($0.utf8.count + 1)) } ?? text
        }
        record.requestBytes = exchange.requestBytes
        record.referer = request.first(.referer).map { request.string($0) } ?? ""
        record.userAgent = request.first(.userAgent).map { request.string($0) } ?? ""
    }

    private func describeResponse(_ steps: RequestSteps, _ now: MonotonicTime, _ record: inout AccessRecord) {
        let exchange = steps.exchange
        record.duration = now.since(exchange.began)
        record.status = UInt16(clamping: exchange.response.status)
        record.responseBytes = exchange.responseBytes
        record.router = steps.target?.router ?? ""
        record.service = steps.target?.serviceID ?? ""
        record.serverURL = steps.serverName
        record.retries = steps.retries
        record.cache = cacheFacts(steps)
        guard steps.originStatus > 0 else { return }
        record.origin = AccessRecord.OriginFacts(
            status: UInt16(clamping: steps.originStatus), duration: now.since(exchange.began),
            bytes: exchange.responseBytes)
    }

    private func cacheFacts(_ steps: RequestSteps) -> AccessRecord.CacheFacts? {
        switch steps.outcome {
        case .none: return nil
        case .bypass(let reason): return AccessRecord.CacheFacts("bypass", detail: reason.detail)
        case .media:
            switch steps.media.status.handling {
            case .hit: return AccessRecord.CacheFacts("hit")
            case .forward(.partial): return AccessRecord.CacheFacts("partial")
            case .forward(let reason): return AccessRecord.CacheFacts("miss", detail: reason.token)
            }
        }
    }
}
