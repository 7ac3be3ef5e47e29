internal import Configuration
internal import HTTP
internal import LinuxIO
internal import RegularExpressions
internal import Transport

/// `redirectScheme`
final class SchemeRedirect: LoopMiddleware {
    private let settings: RedirectScheme

    init(_ settings: RedirectScheme) { self.settings = settings }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        guard let authority = request.authority else { return .next }
        let current = steps.url(scheme: steps.clientScheme, authority: request.string(authority))
        let place = steps.url(
            scheme: settings.scheme, authority: hostName(of: authority, in: request) + (port.map { ":\($0)" } ?? ""))
        if place == current { return .next }
        steps.redirect(to: place, isPermanent: settings.isPermanent)
        return .taken
    }

    /// Nil for the scheme's own.
    private var port: UInt16? {
        switch (settings.scheme, settings.port) {
        case ("https", 443), ("http", 80): nil
        case (_, let port): port
        }
    }

    /// The authority without its port; an IPv6 address keeps its brackets.
    private func hostName(of authority: Slice, in request: RequestHead) -> String {
        let text = request.string(authority)
        guard let port = request.port(of: authority) else { return text }
        return String(text.dropLast(Int(port.count) + 1))
    }
}

/// `redirectRegex`
final class PatternRedirect: LoopMiddleware {
    private let settings: RedirectRegex
    private let result = ByteBuffer(capacity: 256)

    init(_ settings: RedirectRegex) { self.settings = settings }

    func receive(_ steps: RequestSteps, at position: Int) -> Passage {
        let request = steps.exchange.request
        let authority = request.authority.map { request.string($0) } ?? ""
        let current = steps.url(scheme: steps.clientScheme, authority: authority)
        result.removeAll()
        let isMatch = unsafe Array(current.utf8).withUnsafeBytes { text in
            unsafe settings.expression.replaceAll(in: text.bytes, with: settings.replacement, into: result)
        }
        let place = String(decoding: EscapedPath.escapingURL(result.array), as: UTF8.self)
        guard isMatch, place != current else { return .next }
        steps.redirect(to: place, isPermanent: settings.isPermanent)
        return .taken
    }
}

extension RequestSteps {
    /// How the client came: what a trusted proxy before us says, else how it came to us.
    fileprivate var clientScheme: String {
        let request = exchange.request
        if let said = request.first(.xForwardedProto) {
            if request.equalsIgnoringCase(said, "https") || request.equalsIgnoringCase(said, "wss") { return "https" }
            if request.equalsIgnoringCase(said, "http") || request.equalsIgnoringCase(said, "ws") { return "http" }
        }
        return exchange.isSecure ? "https" : "http"
    }

    /// The request's path and query at another place.
    fileprivate func url(scheme: String, authority: String) -> String {
        let request = exchange.request
        let query = request.query.map { query in
            "?" + String(decoding: EscapedPath.escapingQuery(request.bytes(query)), as: UTF8.self)
        }
        return "\(scheme)://\(authority)\(request.string(request.path))\(query ?? "")"
    }

    /// Answers with another place: 302 or 301, and for methods that such a redirect could change, 307 or 308.
    func redirect(to location: String, isPermanent: Bool) {
        let response = exchange.response
        response.reset()
        let mayChange = exchange.request.method == .get
        response.status = isPermanent ? (mayChange ? 301 : 308) : (mayChange ? 302 : 307)
        response.add(.location, text: location)
        deliverPhrase()
    }
}
