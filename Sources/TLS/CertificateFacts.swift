internal import COpenSSL
internal import Glibc
package import LinuxIO

/// What a certificate says about itself.
package struct CertificateFacts: Equatable, Sendable {
    /// Host names it is for, lower-case, `*.` in front of a wildcard: its alternative names, or its common name when it
    /// has none (RFC 9525 §6.3 no longer lets clients use that one; some certificates of home networks still do).
    package let names: [String]
    /// IP addresses it is for, 4 or 16 bytes each.
    package let addresses: [[UInt8]]
    /// The subject's common name; empty when it has none.
    package let commonName: String
    /// The serial number in hexadecimal digits.
    package let serial: String
    package let notBefore: WallTime
    package let notAfter: WallTime

    /// Whether it is outside its time; a server still serves it, and says so in its log.
    package func isExpired(at now: WallTime) -> Bool { now < notBefore || notAfter < now }

    @unsafe init(of certificate: OpaquePointer) {
        let alternatives = unsafe AlternativeNames.listed(by: certificate)
        let common = unsafe Self.commonName(of: certificate)
        commonName = common
        names = alternatives?.hosts.compactMap(HostName.normalized) ?? HostName.normalized(common).map { [$0] } ?? []
        addresses = alternatives?.addresses ?? []
        serial = unsafe Self.serial(of: certificate)
        notBefore = unsafe Self.time(X509_get0_notBefore(certificate))
        notAfter = unsafe Self.time(X509_get0_notAfter(certificate))
    }

    private static func commonName(of certificate: OpaquePointer) -> String {
        let subject = unsafe X509_get_subject_name(certificate)
        let index = unsafe X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
        guard index >= 0, let entry = unsafe X509_NAME_get_entry(subject, index) else { return "" }
        var text: UnsafeMutablePointer<UInt8>?
        let length = unsafe ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(entry))
        guard length >= 0, let text = unsafe text else { return "" }
        defer { unsafe CRYPTO_free(text, nil, 0) }
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: Int(length)), as: UTF8.self)
    }

    private static func serial(of certificate: OpaquePointer) -> String {
        guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else { return "" }
        defer { unsafe BN_free(number) }
        guard let digits = unsafe BN_bn2hex(number) else { return "" }
        defer { unsafe CRYPTO_free(digits, nil, 0) }
        return unsafe String(cString: digits)
    }

    static func time(_ time: UnsafePointer<ASN1_TIME>?) -> WallTime {
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return WallTime(seconds: 0) }
        return unsafe WallTime(seconds: Int64(timegm(&parts)))
    }
}
