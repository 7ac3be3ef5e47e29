internal import Configuration
internal import HTTP
internal import LinuxIO
internal import Transport

/// The fields that protect browsers, and the check of the host.
struct BrowserSecurity {
    private let settings: SecuritySettings
    private let fields: [FieldEdit]
    private let hostFields: [FieldName]
    private let secureMarks: [FieldEdit]
    private let sts: String
    private static let stsName = FieldName("Strict-Transport-Security")!
    private static let pinsName = FieldName("Public-Key-Pins")!

    init(_ settings: SecuritySettings) {
        self.settings = settings
        fields = settings.fields.map(FieldEdit.init)
        hostFields = settings.hostsProxyHeaders.map { FieldName($0)! }
        secureMarks = settings.sslProxyHeaders.map(FieldEdit.init)
        sts =
            "max-age=\(settings.stsSeconds)" + (settings.stsIncludesSubdomains ? "; includeSubDomains" : "")
            + (settings.stsPreload ? "; preload" : "")
    }

    func allowsHost(of request: RequestHead) -> Bool {
        if settings.allowedHosts.isEmpty || settings.isDevelopment { return true }
        let proxied = hostFields.lazy.compactMap { request.first($0) }.first { !$0.isEmpty }
        guard let authority = proxied ?? request.authority else { return false }
        return settings.allowedHosts.contains(request.string(authority).lowercased())
    }

    func isSecure(_ request: RequestHead, _ exchange: Exchange) -> Bool {
        exchange.isSecure
            || secureMarks.contains { mark in
                request.first(mark.name).map { request.string($0) == mark.value } ?? false
            }
    }

    func protect(_ response: ResponseHead, isSecure: Bool) {
        for field in fields { field.apply(to: response) }
        if settings.isDevelopment { return }
        if settings.stsSeconds > 0, isSecure || settings.forcesSTS { response.set(Self.stsName, sts) }
        if !settings.publicKey.isEmpty, isSecure { response.set(Self.pinsName, settings.publicKey) }
    }
}
