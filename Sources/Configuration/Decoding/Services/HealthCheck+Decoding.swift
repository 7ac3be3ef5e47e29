extension HealthCheck {
    init(_ section: Section) {
        self.init()
        let mode = section.text("mode", default: "http")
        if mode == "grpc" { section.complain("mode", section.take("mode"), "checks by gRPC are not built yet") }
        if !["http", "grpc"].contains(mode) { section.complain("mode", section.take("mode"), "expected http") }
        path = section.checkPath()
        scheme = section.checkScheme()
        port = section.checkPort()
        hostname = section.fieldValue("hostname")
        method = section.checkMethod()
        let status = section.integer("status", default: 0, in: 0...999)
        self.status = status == 0 ? nil : status
        fields = section.fieldEdits("headers").compactMap { edit in
            edit.value.map { HTTPField(name: edit.name, value: $0) }
        }
        followsRedirects = section.boolean("followRedirects", default: true)
        interval = section.positiveDuration("interval", default: interval)
        unhealthyInterval = section.positiveDuration("unhealthyInterval", default: interval)
        timeout = section.positiveDuration("timeout", default: timeout)
        section.finish()
    }
}

extension PassiveHealthCheck {
    init(_ section: Section) {
        self.init()
        failureWindow = section.positiveDuration("failureWindow", default: failureWindow)
        maxFailedAttempts = section.integer("maxFailedAttempts", default: maxFailedAttempts, in: 1...1000)
        section.finish()
    }
}

extension Section {
    fileprivate func checkPath() -> String {
        let path = text("path", default: "/")
        let isGood = path.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "#") }
        if !isGood || path.contains("://") { complain("path", take("path"), "expected a path like /health") }
        return path.hasPrefix("/") ? path : "/" + path
    }

    fileprivate func checkScheme() -> UpstreamURL.Scheme? {
        let text = text("scheme")
        let scheme = UpstreamURL.Scheme(rawValue: text.lowercased())
        if !text.isEmpty, scheme == nil { complain("scheme", take("scheme"), "expected http or https") }
        return scheme
    }

    fileprivate func checkPort() -> UInt16? {
        let port = integer("port", default: 0, in: 0...65535)
        return port == 0 ? nil : UInt16(port)
    }

    fileprivate func checkMethod() -> String {
        let method = text("method", default: "GET").uppercased()
        if method.isEmpty || !method.utf8.allSatisfy({ $0 >= 65 && $0 <= 90 || $0 == 45 || $0 == 95 }) {
            complain("method", take("method"), "expected a method like GET or HEAD")
        }
        return method
    }

    /// A duration that has to be more than zero.
    fileprivate func positiveDuration(_ name: String, default fallback: Duration) -> Duration {
        let value = duration(name, default: fallback)
        if value > .zero { return value }
        complain(name, take(name), "expected more than 0")
        return fallback
    }
}
