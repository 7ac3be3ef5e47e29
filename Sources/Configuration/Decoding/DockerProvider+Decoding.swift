extension DockerProviderSettings {
    init(_ section: Section) {
        self.init()
        endpoint = section.endpoint("endpoint", default: endpoint)
        if section.take("exposedByDefault")?.isAbsent == false {
            exposedByDefault = section.boolean("exposedByDefault", default: true)
        } else {
            section.note("exposedByDefault", "containers with labels", .builtIn)
        }
        defaultRule = section.template("defaultRule", default: defaultRule)
        network = section.text("network")
        constraints = section.constraints("constraints")
        watch = section.boolean("watch", default: watch)
        useBindPortIP = section.boolean("useBindPortIP", default: useBindPortIP)
        allowEmptyServices = section.boolean("allowEmptyServices", default: allowEmptyServices)
        httpClientTimeout = section.duration("httpClientTimeout", default: httpClientTimeout)
        username = section.text("username")
        password = section.secret("password")
        if let tls = section.section("tls") { readTLS(tls) }
        section.finish()
    }

    private mutating func readTLS(_ tls: Section) {
        if endpoint.socket == nil { endpoint.scheme = .https }
        transport.authorities = tls.pemList("ca")
        transport.skipsVerification = tls.boolean("insecureSkipVerify", default: false)
        if tls.take("cert") != nil || tls.take("key") != nil {
            transport.certificates = [CertificateFiles(certFile: tls.pem("cert"), keyFile: tls.pem("key"))]
        }
        tls.finish()
    }
}

extension Section {
    /// Where an engine listens.
    fileprivate func endpoint(_ name: String, default fallback: UpstreamURL) -> UpstreamURL {
        option(
            name, default: fallback,
            allowed: "unix:///var/run/docker.sock or tcp://HOST:PORT (ssh:// is not built: forward the socket)",
            print: { "\($0)" }, parse: UpstreamURL.init(engine:))
    }

    /// A text that is never shown.
    fileprivate func secret(_ name: String) -> String {
        option(
            name, default: "", allowed: "a text", print: { $0.isEmpty ? "\"\"" : "(hidden)" }, parse: { $0 })
    }

    /// A template, which has to be one.
    fileprivate func template(_ name: String, default fallback: String) -> String {
        let text = text(name, default: fallback)
        do throws(ConfigProblem) { _ = try Template(text) { _, _ in .builtIn } } catch {
            complain(name, take(name), error.message)
        }
        return text
    }

    fileprivate func constraints(_ name: String) -> LabelConstraint? {
        let text = text(name)
        guard !text.isEmpty else { return nil }
        do throws(ConditionError) { return try LabelConstraint(parsing: text) } catch {
            complain(name, take(name), "at character \(error.offset + 1): \(error.message)")
            return nil
        }
    }
}

extension UpstreamURL {
    /// The address of an engine: `unix://PATH`, `tcp://HOST[:PORT]`, or `http[s]://`.
    init?(engine text: String) {
        if text.hasPrefix("unix://") {
            let path = text.dropFirst("unix://".count)
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self.init(socket: String(path))
            return
        }
        let isPlain = text.hasPrefix("tcp://")
        let address = isPlain ? "http://\(text.dropFirst("tcp://".count))" : text
        guard let (url, rest) = try? UpstreamURL.parse(address), rest.isEmpty || rest == "/" else { return nil }
        self = url
        let hasPort = address.split(separator: "/").last.map { $0.last != "]" && $0.contains(":") } ?? false
        if isPlain, !hasPort { port = 2375 }
    }
}
