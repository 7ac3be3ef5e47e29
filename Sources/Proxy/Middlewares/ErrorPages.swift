internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport
internal import Upstream

/// `errors`
final class ErrorPages: LoopMiddleware {
    private let settings: ErrorsSettings
    private let service: LoopService

    init(_ settings: ErrorsSettings, service: LoopService) { (self.settings, self.service) = (settings, service) }

    func respond(_ steps: RequestSteps, at position: Int, _ body: inout (any BodySource)?) -> Passage {
        let original = steps.exchange.response.status
        guard settings.statuses.contains(original), steps.kept(ErrorPage.self, at: position) == nil else {
            return .next
        }
        body?.cancel()
        let page = ErrorPage(steps, at: position, status: settings.rewritten(original))
        steps.keep(page, at: position)
        page.request(from: service, target: target(of: steps, original, page.status))
        return .taken
    }

    func leave(_ steps: RequestSteps, at position: Int) { steps.kept(ErrorPage.self, at: position)?.end() }

    /// The page's path and query.
    private func target(of steps: RequestSteps, _ original: Int, _ status: Int) -> [UInt8] {
        let request = steps.exchange.request
        var target = settings.query.isEmpty ? "/" : settings.query
        target = target.replacing("{status}", with: "\(status)").replacing("{originalStatus}", with: "\(original)")
        if target.contains("{url}") { target.replace("{url}", with: queryEscaped(url(of: request, steps))) }
        if !target.hasPrefix("/") { target = "/" + target }
        return EscapedPath.escapingURL(Array(target.utf8))
    }

    private func url(of request: RequestHead, _ steps: RequestSteps) -> String {
        let query = request.query.map { "?" + request.string($0) } ?? ""
        let authority = request.authority.map { request.string($0) } ?? ""
        let scheme = steps.exchange.isSecure ? "https" : "http"
        return "\(scheme)://\(authority)\(request.string(request.path))\(query)"
    }

    /// As a value in a query: what is not unreserved is escaped, a space is a plus sign.
    private func queryEscaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: result.unicodeScalars.append(Unicode.Scalar(byte))
            case 32: result += "+"
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return result
    }
}

/// The request for one page.
private final class ErrorPage: UpstreamCallUser {
    private unowned let steps: RequestSteps
    private let position: Int
    let status: Int
    private let call = UpstreamCall()
    private var target: [UInt8] = []
    private var server: BalancedServer?

    init(_ steps: RequestSteps, at position: Int, status: Int) {
        (self.steps, self.position, self.status) = (steps, position, status)
    }

    func request(from service: LoopService, target: [UInt8]) {
        steps.dropService()
        self.target = target
        guard let server = service.pick() else { return answerPlainly() }
        self.server = server
        call.start(
            to: server.pool, method: .get, framing: .none, body: nil, health: server.health, user: self)
    }

    func end() { call.finish() }

    func writeRequest(_ call: UpstreamCall, to buffer: ByteBuffer) {
        guard let server else { return }
        buffer.append("GET ")
        buffer.append(server.basePath)
        buffer.append(target)
        buffer.append(" HTTP/1.1\r\n")
        steps.writeHost(to: buffer, for: server)
        steps.writeFields(to: buffer, keepsConditions: false, keepsCodings: true, keepsBody: false)
        buffer.append("\r\n")
    }

    func interim(_ call: UpstreamCall) {}

    func answered(_ call: UpstreamCall) {
        guard let head = call.response, let body = call.body else { return }
        if head.hasNoBody {
            call.finish()
            return answerPlainly()
        }
        let response = steps.exchange.response
        response.reset()
        response.copyEndToEnd(of: head, toHead: false)
        response.status = status
        steps.deliver(body, from: position)
    }

    func failed(_ call: UpstreamCall, _ failure: ClientFailure) {
        if steps.exchange.hasResponse { steps.exchange.cut() } else { answerPlainly() }
    }

    /// Without a page the status has to do.
    private func answerPlainly() {
        steps.passed = position
        steps.answerWithPhrase(status)
    }
}
