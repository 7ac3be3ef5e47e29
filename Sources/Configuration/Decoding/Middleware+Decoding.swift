/// Traefik's middlewares that usher does not have yet, by their names.
private let unbuiltMiddlewares = [
    "addPrefix", "stripPrefix", "stripPrefixRegex", "replacePath", "replacePathRegex", "redirectScheme",
    "redirectRegex", "headers", "basicAuth", "digestAuth", "forwardAuth", "ipAllowList", "ipWhiteList", "rateLimit",
    "inFlightReq", "buffering", "circuitBreaker", "retry", "compress", "errors", "chain", "contentType",
    "passTLSClientCert", "encodedCharacters", "grpcWeb", "plugin",
]

extension Middleware {
    /// Nil, with a complaint, when it is of no kind that is built.
    init?(name: String, _ section: Section, caches: [CacheSettings]) {
        for kind in unbuiltMiddlewares {
            if let node = section.take(kind) { section.complain(kind, node, "the middleware \(kind) is not built yet") }
        }
        let policy = section.section("cache", valueMeans: "store").map { given in
            CachePolicy(given, names: true).resolved(in: given, caches: caches)
        }
        section.finish()
        guard let policy else {
            if section.node?.isAbsent != false { section.complain("cache", nil, "expected a middleware's options") }
            return nil
        }
        self.init(name: name, kind: .cache(policy))
    }
}

extension CachePolicy {
    /// This policy over its store's defaults; the only store there is needs no name.
    fileprivate func resolved(in section: Section, caches: [CacheSettings]) -> CachePolicy {
        var policy = self
        if store == nil, caches.count == 1 { policy.store = caches[0].name }
        guard let store = policy.store else {
            section.complain("store", nil, "expected the name of one of the caches")
            return policy
        }
        guard let cache = caches.first(where: { $0.name == store }) else {
            section.complain(
                "store", section.take("store"), "there is no cache \"\(store)\" under `caches`",
                suggestion: nearest(to: store, among: caches.map(\.name)))
            return policy
        }
        return policy.over(cache.defaults)
    }
}
