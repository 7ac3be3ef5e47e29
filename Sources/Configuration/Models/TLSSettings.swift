/// `tls` of the dynamic configuration.
package struct TLSSettings: Sendable, Equatable {
    /// Offered by server name.
    package var certificates: [CertificateFiles] = []
    /// Offered when no other fits; nil means a self-signed one.
    package var defaultCertificate: CertificateFiles?
    /// Ordered by name; without those that have errors.
    package var options: [TLSOptions] = []
    /// The options named "default" have errors: whoever would need them is not served.
    package var hasFaultyDefault = false

    package init() {}

    /// The options of that id.
    package func options(_ id: String) -> TLSOptions? { options.first { $0.id == id } }
}

/// A PEM chain and its private key: the path of a file each, or the text itself.
package struct CertificateFiles: Sendable, Hashable {
    package var certFile: String
    package var keyFile: String

    package init(certFile: String, keyFile: String) {
        self.certFile = certFile
        self.keyFile = keyFile
    }
}

/// `tls` of a router; certificates come from `tls.certificates` by server name.
package struct RouterTLS: Sendable, Equatable {
    /// Id of the TLS options.
    package var options = TLSOptions.defaultID

    package init(options: String = TLSOptions.defaultID) { self.options = options }
}
