/// What may change while usher runs: only objects that are valid, and routers all of whose parts are.
package struct DynamicConfiguration: Sendable, Equatable {
    /// Ordered by name. Every middleware and service they name is in this configuration; the rule is still text.
    package var routers: [Router]
    /// Ordered by name.
    package var services: [Service]
    /// Ordered by name.
    package var middlewares: [Middleware]
    package var tls: TLSSettings

    package init(
        routers: [Router] = [], services: [Service] = [], middlewares: [Middleware] = [],
        tls: TLSSettings = TLSSettings()
    ) {
        self.routers = routers
        self.services = services
        self.middlewares = middlewares
        self.tls = tls
    }

    package func service(named name: String) -> Service? { services.first { $0.name == name } }

    package func middleware(named name: String) -> Middleware? { middlewares.first { $0.name == name } }
}

/// Which requests go where: `http.routers.NAME`.
package struct Router: Sendable, Equatable {
    package var name: String
    /// The rule as written; `Routing` parses it.
    package var rule: String
    /// Names of entry points that exist; never empty.
    package var entryPoints: [String]
    /// Names of middlewares, outermost first.
    package var middlewares: [String]
    /// Name of the service.
    package var service: String
    /// Higher goes first; nil means the rule's length in bytes.
    package var priority: Int?
    /// Present when the router answers TLS requests, and only those.
    package var tls: RouterTLS?

    package init(
        name: String, rule: String, entryPoints: [String], middlewares: [String] = [], service: String,
        priority: Int? = nil, tls: RouterTLS? = nil
    ) {
        self.name = name
        self.rule = rule
        self.entryPoints = entryPoints
        self.middlewares = middlewares
        self.service = service
        self.priority = priority
        self.tls = tls
    }

    /// Where the rule was written, for problems with it.
    package var rulePath: String { "http.routers.\(name).rule" }
}

/// `http.routers.NAME.tls`; certificates come from `tls.certificates` by server name.
package struct RouterTLS: Sendable, Equatable {
    package init() {}
}

/// Something that stands between router and service: `http.middlewares.NAME`.
package struct Middleware: Sendable, Equatable {
    /// The kinds that are built.
    package enum Kind: Sendable, Equatable {
        /// Serve from a chunk store; the policy has its store, and the store's defaults already.
        case cache(CachePolicy)
    }

    package var name: String
    package var kind: Kind

    package init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// `tls` of the dynamic configuration.
package struct TLSSettings: Sendable, Equatable {
    /// Offered by server name.
    package var certificates: [CertificateFiles] = []
    /// Offered when no other fits; nil means a self-signed one.
    package var defaultCertificate: CertificateFiles?

    package init() {}
}

/// Paths of a PEM chain and its private key.
package struct CertificateFiles: Sendable, Hashable {
    package var certFile: String
    package var keyFile: String

    package init(certFile: String, keyFile: String) {
        self.certFile = certFile
        self.keyFile = keyFile
    }
}
