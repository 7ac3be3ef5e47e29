package import Configuration
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
    private let filter: AccessFilter
    private let headers: AccessHeaders
    private let keepsQueries: Bool

    package init(_ log: AccessLog, _ settings: AccessLogSettings) {
        self.log = log
        (filter, headers) = (AccessFilter(settings), AccessHeaders(settings.fields))
        keepsQueries = settings.fields.queryParameterDefaultMode == .keep
    }

    func log(_ steps: RequestSteps, completed: Bool) {
        guard let handler = steps.handler, steps.target?.isLogged ?? handler.policy.logsAccess,
            filter.admits(steps.target)
        else { return }
        let exchange = steps.exchange
        let isLost = !completed && !exchange.hasResponse
        let status = isLost ? 499 : UInt16(clamping: exchange.response.status)
        // The loop's own clock stands still within a turn, and a hit takes no longer.
        let now = MonotonicTime.now
        guard filter.admits(status: status, retries: steps.retries, duration: now.since(exchange.began)) else { return }
        var record = AccessRecord()
        describeRequest(exchange, &record)
        record.user = steps.user
        describeResponse(steps, now, &record)
        (record.status, record.entryPoint) = (status, handler.name)
        if headers.areWanted { record.headers = headers.all(of: exchange, hasOrigin: steps.originStatus > 0) }
        log.record(record)
    }

    private func describeRequest(_ exchange: Exchange, _ record: inout AccessRecord) {
        let request = exchange.request
        record.clientHost = exchange.peer?.host ?? ""
        record.clientPort = exchange.peer?.port ?? 0
        record.start = exchange.beganWall
        record.method = request.string(request.methodName)
        record.target = request.string(request.target)
        if !keepsQueries, request.query != nil { record.target = String(record.target.prefix { $0 != "?" }) }
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
    }

    private func describeResponse(_ steps: RequestSteps, _ now: MonotonicTime, _ record: inout AccessRecord) {
        let exchange = steps.exchange
        record.duration = now.since(exchange.began)
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
