package import RegularExpressions

/// `headers`: changes the fields of requests and responses, answers CORS preflights, and adds security fields.
package struct HeadersSettings: Sendable, Equatable {
    /// One field that is set, or taken out.
    package struct Edit: Sendable, Equatable {
        /// A token (RFC 9110 §5.1), as written.
        package var name: String
        /// Nil takes the field out.
        package var value: String?

        package init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// In the order written; `Host` is what the upstream gets.
    package var request: [Edit] = []
    /// In the order written.
    package var response: [Edit] = []
    package var cors: CORSSettings?
    package var security = SecuritySettings()

    package init() {}
}

/// The `accessControl…` options of `headers` (Fetch standard, CORS protocol).
package struct CORSSettings: Sendable, Equatable {
    package var allowCredentials = false
    package var allowHeaders: [String] = []
    package var allowMethods: [String] = []
    /// Origins, or `*`.
    package var allowOrigins: [String] = []
    /// An origin may match one of these, too.
    package var allowOriginPatterns: [RegularExpression] = []
    package var exposeHeaders: [String] = []
    /// Seconds that a preflight may be remembered; nil leaves it to the browser.
    package var maxAge: Int?
    /// Say `Vary: Origin` on every response.
    package var addsVary = false

    package init() {}
}

/// The options of `headers` that protect browsers.
package struct SecuritySettings: Sendable, Equatable {
    /// Hosts that may be asked for; empty allows all.
    package var allowedHosts: [String] = []
    /// Fields that may name the host instead.
    package var hostsProxyHeaders: [String] = []
    /// Fields and their values that say that the client came by TLS.
    package var sslProxyHeaders: [HeadersSettings.Edit] = []
    /// Seconds of `Strict-Transport-Security` (RFC 6797 §6.1); 0 for none.
    package var stsSeconds = 0
    package var stsIncludesSubdomains = false
    package var stsPreload = false
    /// Say `Strict-Transport-Security` without TLS, too.
    package var forcesSTS = false
    /// Further fields, complete.
    package var fields: [HeadersSettings.Edit] = []
    /// `Public-Key-Pins` under TLS; empty for none.
    package var publicKey = ""
    /// Leaves out the host check, STS and the key pins.
    package var isDevelopment = false

    package init() {}
}
