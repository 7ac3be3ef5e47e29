internal import Configuration

/// The loop's side of a middleware; nil for a cache, which is not in the chain but before the service.
func makeMiddleware(_ middleware: Middleware, at place: MiddlewarePlace) -> (any LoopMiddleware)? {
    switch middleware.kind {
    case .cache: nil
    case .addPrefix(let settings): PrefixAdder(settings)
    case .stripPrefix(let settings): PrefixStripper(settings)
    case .stripPrefixRegex(let settings): PrefixPatternStripper(settings)
    case .replacePath(let settings): PathReplacer(settings)
    case .replacePathRegex(let settings): PathPatternReplacer(settings)
    case .redirectRegex(let settings): PatternRedirect(settings)
    case .headers(let settings): HeaderEditor(settings)
    case .retry(let settings): Retrier(settings, loop: place.loop)
    case .circuitBreaker(let settings):
        CircuitBreaker(settings, circuit: place.state(of: middleware) { Circuit(settings) }, loop: place.loop)
    case .buffering(let settings): Bufferer(settings, loop: place.loop, workers: place.workers)
    case .compress(let settings): ResponseCompressor(settings)
    case .contentType(let finds): finds ? ContentTyper(on: place.loop) : nil
    case .passTLSClientCert(let settings): ClientCertificateTeller(settings)
    case .encodedCharacters(let refused): EscapeFilter(refused)
    case .errors(let settings): ErrorPages(settings, service: place.services[settings.service]!)
    case .redirectScheme(let settings): SchemeRedirect(settings)
    case .basicAuth(let settings):
        BasicAuthenticator(
            settings, place.state(of: middleware) { KnownUsers(settings, workers: place.shared.passwordWorkers) },
            on: place.loop)
    case .digestAuth(let settings):
        DigestAuthenticator(settings, place.state(of: middleware) { DigestNonces() }, on: place.loop)
    case .forwardAuth(let settings): ForwardAuthenticator(settings, by: middleware.transport?.id, at: place)
    case .ipAllowList(let settings): AddressFilter(settings)
    case .rateLimit(let settings) where settings.average == 0: nil
    case .rateLimit(let settings):
        RateLimiter(settings, place.state(of: middleware) { TokenBuckets(settings) }, on: place.loop)
    case .inFlightReq(let settings): InFlightLimiter(settings, place.state(of: middleware) { RequestCounts() })
    case .chain: preconditionFailure("chains are dissolved when a router is decoded")
    }
}
