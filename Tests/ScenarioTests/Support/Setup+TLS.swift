import TLS

extension Setup {
    /// A pass-through route on both entry points.
    static func secure(_ servers: String...) -> Setup {
        var setup = Setup(servers: servers)
        setup.hasTLS = true
        return setup
    }

    /// Offers a fresh certificate, whose files and subject are named alike.
    mutating func offerCertificate(named name: String, for hosts: [String]) throws {
        let identity = try SelfSigned.make(names: hosts, commonName: name)
        files["\(name).crt"] = identity.certificatePEM
        files["\(name).key"] = identity.keyPEM
        if !dynamicLines.contains("tls:") { dynamicLines += ["tls:", "  certificates:"] }
        dynamicLines += ["    - {certFile: DIRECTORY/\(name).crt, keyFile: DIRECTORY/\(name).key}"]
    }
}
