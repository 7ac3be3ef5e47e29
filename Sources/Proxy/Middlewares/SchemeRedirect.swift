internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// `redirectScheme`
final class SchemeRedirect: LoopMiddleware {
    private let settings: RedirectScheme

    init(_ settings: RedirectScheme) { self.settings = settings }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        guard let authority = request.authority else { return .next }
        let host = hostName(of: authority, in: request)
        let port = settings.port.map { ":\($0)" } ?? ""
        let isDefault =
            settings.port == nil || settings.scheme == "https" && settings.port == 443
            || settings.scheme == "http" && settings.port == 80
        let query = request.query.map { "?" + request.string($0) } ?? ""
        let location = "\(settings.scheme)://\(host)\(isDefault ? "" : port)\(request.string(request.path))\(query)"
        let current =
            "\(steps.exchange.isSecure ? "https" : "http")://\(request.string(authority))"
            + "\(request.string(request.path))\(query)"
        if location == current { return .next }
        steps.redirect(to: location, isPermanent: settings.isPermanent)
        return .taken
    }

    /// The authority without its port; an IPv6 address keeps its brackets.
    private func hostName(of authority: Slice, in request: RequestHead) -> String {
        let text = request.string(authority)
        guard let port = request.port(of: authority) else { return text }
        return String(text.dropLast(Int(port.count) + 1))
    }
}

extension RequestSteps {
    /// Answers with another place: 302 or 301, and for methods that such a redirect could change, 307 or 308.
    func redirect(to location: String, isPermanent: Bool) {
        let response = exchange.response
        response.reset()
        let mayChange = exchange.request.method == .get
        response.status = isPermanent ? (mayChange ? 301 : 308) : (mayChange ? 302 : 307)
        response.add(.location, text: location)
        let phrase = StatusLine.reason(of: response.status)
        response.framing = .length(UInt64(phrase.utf8CodeUnitCount))
        deliver(BytesBody(phrase))
    }
}
