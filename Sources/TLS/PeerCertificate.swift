internal import COpenSSL
package import LinuxIO

/// The certificate whose key the other side of a connection has proved to hold. Who vouches for it is another question,
/// which the connection's options have answered. Its parts are read when they are asked for.
package final class PeerCertificate: Sendable {
    private let certificate: CertificateHandle

    @unsafe init(sharing pointer: OpaquePointer) { certificate = unsafe CertificateHandle(sharing: pointer) }

    package var subject: DistinguishedName {
        unsafe DistinguishedName(X509_get_subject_name(certificate.pointer))
    }

    package var issuer: DistinguishedName {
        unsafe DistinguishedName(X509_get_issuer_name(certificate.pointer))
    }

    package var alternativeNames: AlternativeNames {
        unsafe AlternativeNames.listed(by: certificate.pointer) ?? AlternativeNames()
    }

    /// The serial number in decimal digits.
    package var serial: String {
        guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate.pointer), nil) else {
            return ""
        }
        defer { unsafe BN_free(number) }
        guard let digits = unsafe BN_bn2dec(number) else { return "" }
        defer { unsafe CRYPTO_free(digits, nil, 0) }
        return unsafe String(cString: digits)
    }

    package var notBefore: WallTime { unsafe CertificateFacts.time(X509_get0_notBefore(certificate.pointer)) }
    package var notAfter: WallTime { unsafe CertificateFacts.time(X509_get0_notAfter(certificate.pointer)) }

    /// Its own bytes (DER).
    package var der: [UInt8] {
        let bytes = MemoryBIO()
        unsafe i2d_X509_bio(bytes.pointer, certificate.pointer)
        return bytes.contents
    }

    package var pem: [UInt8] {
        let text = MemoryBIO()
        unsafe PEM_write_bio_X509(text.pointer, certificate.pointer)
        return text.contents
    }
}
