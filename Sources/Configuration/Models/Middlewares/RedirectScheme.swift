/// `redirectScheme`: sends clients to the same place under another scheme.
package struct RedirectScheme: Sendable, Equatable {
    package var scheme: String
    /// The port of the new place; nil for the scheme's own.
    package var port: UInt16?
    /// 301 (308 for all methods but GET) instead of 302 (307).
    package var isPermanent = false

    package init(scheme: String, port: UInt16? = nil, isPermanent: Bool = false) {
        self.scheme = scheme
        self.port = port
        self.isPermanent = isPermanent
    }
}
