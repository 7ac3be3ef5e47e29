/// Traefik's middlewares that usher does not have yet, by their names.
private let unbuiltMiddlewares = ["grpcWeb", "plugin"]

/// What middlewares may refer to.
struct MiddlewareSurroundings {
    let caches: [CacheSettings]
    let services: Objects<Service>
}

extension Middleware {
    /// Nil, with a complaint, when it is of no kind that is built, or of several.
    init?(name: String, _ section: Section, _ surroundings: MiddlewareSurroundings) {
        for kind in unbuiltMiddlewares {
            if let node = section.take(kind) { section.complain(kind, node, "the middleware \(kind) is not built yet") }
        }
        let kinds = Kind.all(in: section, surroundings)
        section.finish()
        guard let kind = kinds.first else {
            if section.node?.isAbsent != false { section.complain("expected a middleware's options") }
            return nil
        }
        if kinds.count > 1 {
            section.complain("several kinds of middleware under one name; give each a name of its own")
        }
        self.init(name: name, kind: kind)
    }
}

extension Middleware.Kind {
    /// One for each kind whose options are there.
    fileprivate static func all(in section: Section, _ surroundings: MiddlewareSurroundings) -> [Self] {
        [
            section.section("cache", valueMeans: "store").map {
                .cache(CachePolicy($0, names: true).resolved(in: $0, caches: surroundings.caches))
            },
            section.section("addPrefix").map { .addPrefix(AddPrefix($0)) },
            section.section("stripPrefix").map { .stripPrefix(StripPrefix($0)) },
            section.section("stripPrefixRegex").map { .stripPrefixRegex(StripPrefixRegex($0)) },
            section.section("replacePath").map { .replacePath(ReplacePath($0)) },
            section.section("replacePathRegex").flatMap { ReplacePathRegex($0).map(Self.replacePathRegex) },
            section.section("redirectRegex").flatMap { RedirectRegex($0).map(Self.redirectRegex) },
            section.section("headers").map { .headers(HeadersSettings($0)) },
            section.section("retry").map { .retry(RetrySettings($0)) },
            section.section("circuitBreaker").flatMap { CircuitBreakerSettings($0).map(Self.circuitBreaker) },
            section.section("buffering").map { .buffering(BufferingSettings($0)) },
            section.section("compress").map { .compress(CompressSettings($0)) },
            section.section("errors").flatMap {
                ErrorsSettings($0, services: surroundings.services).map(Self.errors)
            },
            section.section("redirectScheme").map { .redirectScheme(RedirectScheme($0)) },
            section.section("basicAuth").map { .basicAuth(UserAuth($0, isDigest: false)) },
            section.section("digestAuth").map { .digestAuth(UserAuth($0, isDigest: true)) },
            section.section("forwardAuth").flatMap { ForwardAuth($0).map(Self.forwardAuth) },
            section.section("ipAllowList").map { .ipAllowList(IPAllowList($0)) },
            section.section("ipWhiteList").map { .ipAllowList(IPAllowList($0)) },
            section.section("rateLimit").map { .rateLimit(RateLimit($0)) },
            section.section("inFlightReq").map { .inFlightReq(InFlightLimit($0)) },
            section.section("contentType").map {
                let finds = $0.boolean("autoDetect", default: true)
                $0.finish()
                return .contentType(finds: finds)
            },
            section.section("passTLSClientCert").map { .passTLSClientCert(ClientCertificateFields($0)) },
            section.section("encodedCharacters").map {
                .encodedCharacters(EncodedCharacters(refusedBy: $0, allowed: false))
            },
            section.section("chain").map { .chain(chainMembers($0)) },
        ].compactMap { $0 }
    }

    private static func chainMembers(_ section: Section) -> [String] {
        let members = section.list("middlewares")
        section.requireList("middlewares", "the names of middlewares")
        section.finish()
        return members
    }
}
