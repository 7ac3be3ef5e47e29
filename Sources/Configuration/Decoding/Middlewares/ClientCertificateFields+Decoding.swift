extension ClientCertificateFields {
    init(_ section: Section) {
        self.init()
        pem = section.boolean("pem", default: false)
        info = section.section("info").map(Info.init)
        section.finish()
    }
}

extension ClientCertificateFields.Info {
    fileprivate init(_ section: Section) {
        self.init()
        notAfter = section.boolean("notAfter", default: false)
        notBefore = section.boolean("notBefore", default: false)
        alternativeNames = section.boolean("sans", default: false)
        serialNumber = section.boolean("serialNumber", default: false)
        subject = section.section("subject").map { .init($0, hasUnit: true) } ?? []
        issuer = section.section("issuer").map { .init($0, hasUnit: false) } ?? []
        section.finish()
    }
}

extension ClientCertificateFields.NameParts {
    private static let names: [(String, Self)] = [
        ("country", .country), ("province", .province), ("locality", .locality), ("organization", .organization),
        ("commonName", .commonName), ("serialNumber", .serialNumber), ("domainComponent", .domainComponent),
    ]

    fileprivate init(_ section: Section, hasUnit: Bool) {
        self = []
        for (name, part) in Self.names + (hasUnit ? [("organizationalUnit", .organizationalUnit)] : [])
        where section.boolean(name, default: false) { insert(part) }
        section.finish()
    }
}
