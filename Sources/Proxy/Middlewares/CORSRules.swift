internal import Configuration
internal import HTTP
internal import LinuxIO
internal import RegularExpressions

/// Cross-origin requests (Fetch standard, CORS protocol) as `headers` has them.
struct CORSRules {
    private let settings: CORSSettings
    private static let requestMethod = FieldName("Access-Control-Request-Method")!
    private static let allowOrigin = FieldName("Access-Control-Allow-Origin")!
    private static let allowCredentials = FieldName("Access-Control-Allow-Credentials")!
    private static let allowHeaders = FieldName("Access-Control-Allow-Headers")!
    private static let allowMethods = FieldName("Access-Control-Allow-Methods")!
    private static let exposeHeaders = FieldName("Access-Control-Expose-Headers")!
    private static let maxAge = FieldName("Access-Control-Max-Age")!

    init(_ settings: CORSSettings) { self.settings = settings }

    func isPreflight(_ request: RequestHead) -> Bool {
        request.method == .options && isGiven(request.first(.origin)) && isGiven(request.first(Self.requestMethod))
    }

    private func isGiven(_ value: Slice?) -> Bool { value?.isEmpty == false }

    func answerPreflight(_ request: RequestHead, _ response: ResponseHead) {
        (response.status, response.framing) = (200, .length(0))
        if settings.allowCredentials { response.add(Self.allowCredentials, "true") }
        addList(Self.allowHeaders, settings.allowHeaders, to: response)
        addList(Self.allowMethods, settings.allowMethods, to: response)
        if let origin = allowedOrigin(of: request) { response.add(Self.allowOrigin, origin) }
        addList(Self.exposeHeaders, settings.exposeHeaders, to: response)
        if let maxAge = settings.maxAge { response.add(Self.maxAge, "\(maxAge)") }
    }

    func apply(to response: ResponseHead, for request: RequestHead) {
        if let origin = allowedOrigin(of: request) { response.set(Self.allowOrigin, origin) }
        if settings.allowCredentials { response.set(Self.allowCredentials, "true") }
        if !settings.exposeHeaders.isEmpty {
            response.remove(Self.exposeHeaders)
            addList(Self.exposeHeaders, settings.exposeHeaders, to: response)
        }
        if settings.addsVary, !response.hasToken("origin", in: .vary) { response.add(.vary, "Origin") }
    }

    private func addList(_ name: FieldName, _ members: [String], to response: ResponseHead) {
        if !members.isEmpty { response.add(name, members.joined(separator: ",")) }
    }

    /// What `Access-Control-Allow-Origin` says to this request; nil when its origin is not allowed.
    private func allowedOrigin(of request: RequestHead) -> String? {
        let given = request.first(.origin)
        let origin = given.map { request.string($0) } ?? ""
        if let listed = settings.allowOrigins.first(where: { $0 == "*" || $0 == origin }) { return listed }
        guard let given else { return nil }
        let isMatch = request.withSpan(given) { text in settings.allowOriginPatterns.contains { $0.matches(text) } }
        return isMatch ? origin : nil
    }
}
