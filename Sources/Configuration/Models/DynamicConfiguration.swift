/// What may change while usher runs: only objects that are valid, and routers all of whose parts are.
///
/// Every object comes from a provider, and its id is `NAME@PROVIDER`; references between objects are ids.
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

    /// The service of that id.
    package func service(_ id: String) -> Service? { services.first { $0.id == id } }

    /// The middleware of that id.
    package func middleware(_ id: String) -> Middleware? { middlewares.first { $0.id == id } }
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
