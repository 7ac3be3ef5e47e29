/// Something that stands between router and service: `http.middlewares.NAME`.
package struct Middleware: Sendable, Equatable {
    /// The kinds that are built, by their names in the configuration.
    package enum Kind: Sendable, Equatable {
        /// Serve from a chunk store; the policy has its store, and the store's defaults already.
        case cache(CachePolicy)
        case addPrefix(AddPrefix)
        case stripPrefix(StripPrefix)
        case stripPrefixRegex(StripPrefixRegex)
        case replacePath(ReplacePath)
        case replacePathRegex(ReplacePathRegex)
        case redirectScheme(RedirectScheme)
        case redirectRegex(RedirectRegex)
        case headers(HeadersSettings)
        case basicAuth(UserAuth)
        case digestAuth(UserAuth)
        case forwardAuth(ForwardAuth)
        case ipAllowList(IPAllowList)
        case rateLimit(RateLimit)
        case inFlightReq(InFlightLimit)
        case retry(RetrySettings)
        case circuitBreaker(CircuitBreakerSettings)
        case buffering(BufferingSettings)
        case compress(CompressSettings)
        case errors(ErrorsSettings)
        /// False is as if it were not there.
        case contentType(finds: Bool)
        case passTLSClientCert(ClientCertificateFields)
        /// Those that are refused.
        case encodedCharacters(EncodedCharacters)
        /// References to the middlewares that it stands for, outermost first.
        case chain([String])
    }

    package var name: String
    /// The provider it comes from.
    package var provider = ProviderName.file
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    package var id: String { "\(name)@\(provider)" }

    /// How the server that it asks is reached, where it says so itself: a transport that nothing else can name.
    package var transport: ServersTransport? {
        guard case .forwardAuth(let settings) = kind, var transport = settings.transport else { return nil }
        (transport.name, transport.provider) = ("forwardAuth \(id)", ProviderName.internal)
        return transport
    }
}
