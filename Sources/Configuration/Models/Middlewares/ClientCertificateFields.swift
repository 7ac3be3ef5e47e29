/// `passTLSClientCert`: tells the upstream who the client has proved to be.
package struct ClientCertificateFields: Sendable, Equatable {
    /// Parts of a certificate's name, in the order in which they are told.
    package struct NameParts: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        package static let domainComponent = Self(rawValue: 1)
        package static let country = Self(rawValue: 2)
        package static let province = Self(rawValue: 4)
        package static let locality = Self(rawValue: 8)
        package static let organization = Self(rawValue: 16)
        package static let organizationalUnit = Self(rawValue: 32)
        package static let serialNumber = Self(rawValue: 64)
        package static let commonName = Self(rawValue: 128)
    }

    /// What `X-Forwarded-Tls-Client-Cert-Info` tells.
    package struct Info: Sendable, Equatable {
        package var subject: NameParts = []
        package var issuer: NameParts = []
        package var serialNumber = false
        package var notBefore = false
        package var notAfter = false
        package var alternativeNames = false

        package init() {}
    }

    /// Whether `X-Forwarded-Tls-Client-Cert` has the certificate itself.
    package var pem = false
    package var info: Info?

    package init() {}
}
