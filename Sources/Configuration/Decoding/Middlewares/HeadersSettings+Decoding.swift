extension HeadersSettings {
    init(_ section: Section) {
        self.init()
        request = section.fieldEdits("customRequestHeaders")
        response = section.fieldEdits("customResponseHeaders")
        cors = CORSSettings(section)
        security = SecuritySettings(section)
        section.isRemoved("sslRedirect", "sslTemporaryRedirect", "sslHost", "sslForceHost", cure: "redirectScheme")
        section.isRemoved("featurePolicy", cure: "permissionsPolicy")
        section.finish()
        if self == HeadersSettings() { section.complain("expected a middleware's options") }
    }
}

extension CORSSettings {
    /// Nil when nothing of it is asked for.
    init?(_ section: Section) {
        self.init()
        allowCredentials = section.boolean("accessControlAllowCredentials", default: false)
        allowHeaders = section.fieldValues("accessControlAllowHeaders")
        allowMethods = section.fieldValues("accessControlAllowMethods")
        allowOrigins = section.fieldValues("accessControlAllowOriginList")
        allowOriginPatterns = section.patterns("accessControlAllowOriginListRegex")
        exposeHeaders = section.fieldValues("accessControlExposeHeaders")
        if section.take("accessControlMaxAge") != nil {
            maxAge = section.integer("accessControlMaxAge", default: 0, in: Int.min...Int.max)
        }
        addsVary = section.boolean("addVaryHeader", default: false)
        if self == CORSSettings() { return nil }
    }
}

extension SecuritySettings {
    init(_ section: Section) {
        self.init()
        allowedHosts = section.list("allowedHosts").map { $0.lowercased() }
        hostsProxyHeaders = section.fieldNames("hostsProxyHeaders")
        sslProxyHeaders = section.fieldEdits("sslProxyHeaders")
        stsSeconds = section.integer("stsSeconds", default: 0, in: 0...Int.max)
        stsIncludesSubdomains = section.boolean("stsIncludeSubdomains", default: false)
        stsPreload = section.boolean("stsPreload", default: false)
        forcesSTS = section.boolean("forceSTSHeader", default: false)
        publicKey = section.fieldValue("publicKey")
        isDevelopment = section.boolean("isDevelopment", default: false)
        readFields(section)
    }

    private mutating func readFields(_ section: Section) {
        func add(_ name: String, _ value: String) {
            if !value.isEmpty { fields.append(HeadersSettings.Edit(name: name, value: value)) }
        }
        let denies = section.boolean("frameDeny", default: false)
        let frame = section.fieldValue("customFrameOptionsValue")
        add("X-Frame-Options", frame.isEmpty && denies ? "DENY" : frame)
        add("X-Content-Type-Options", section.boolean("contentTypeNosniff", default: false) ? "nosniff" : "")
        let filters = section.boolean("browserXssFilter", default: false)
        let filter = section.fieldValue("customBrowserXSSValue")
        add("X-XSS-Protection", filter.isEmpty && filters ? "1; mode=block" : filter)
        add("Content-Security-Policy", section.fieldValue("contentSecurityPolicy"))
        add("Content-Security-Policy-Report-Only", section.fieldValue("contentSecurityPolicyReportOnly"))
        add("Referrer-Policy", section.fieldValue("referrerPolicy"))
        add("Permissions-Policy", section.fieldValue("permissionsPolicy"))
    }
}
