internal import COpenSSL

/// Makes certificates that nobody but ourselves vouches for.
package enum SelfSigned {
    /// The subject of the certificate that is served when there is none for a name.
    package static let defaultCommonName = "USHER DEFAULT CERT"

    /// A fresh P-256 key with a certificate for it, valid from an hour ago (clocks differ) for `days`.
    ///
    /// - Parameter names: host names, `*.` in front of a wildcard, and IP addresses; may be empty.
    package static func make(
        names: [String], commonName: String = defaultCommonName, days: Int = 365
    ) throws(TLSError) -> Identity {
        ErrorQueue.clear()
        guard let rawKey = unsafe usher_make_p256_key(), let raw = unsafe X509_new() else {
            throw ErrorQueue.refusal(of: "a key for \(commonName)")
        }
        let key = unsafe KeyHandle(owning: rawKey)
        let certificate = unsafe CertificateHandle(owning: raw)
        setNumbers(of: certificate, days: days)
        guard setSubject(of: certificate, to: commonName), try addExtensions(to: certificate, names: names),
            unsafe X509_set_pubkey(certificate.pointer, key.pointer) == 1,
            unsafe X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0
        else { throw ErrorQueue.refusal(of: "a certificate for \(commonName)") }
        return Identity(certificate: certificate, key: key)
    }

    private static func setNumbers(of certificate: borrowing CertificateHandle, days: Int) {
        let serial = Int64.random(in: 1...Int64.max)
        unsafe X509_set_version(certificate.pointer, Int(X509_VERSION_3))
        unsafe ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate.pointer), serial)
        unsafe X509_gmtime_adj(X509_getm_notBefore(certificate.pointer), -3600)
        unsafe X509_time_adj_ex(X509_getm_notAfter(certificate.pointer), Int32(clamping: days), 0, nil)
    }

    /// Subject and issuer are the same.
    private static func setSubject(of certificate: borrowing CertificateHandle, to commonName: String) -> Bool {
        let subject = unsafe X509_get_subject_name(certificate.pointer)
        let bytes = Array(commonName.utf8)
        return unsafe X509_NAME_add_entry_by_NID(
            subject, NID_commonName, MBSTRING_FLAG, bytes, Int32(bytes.count), -1, 0) == 1
            && X509_set_issuer_name(certificate.pointer, subject) == 1
    }

    private static func addExtensions(
        to certificate: borrowing CertificateHandle, names: [String]
    ) throws(TLSError) -> Bool {
        var alternatives: [String] = []
        for name in names { alternatives.append(try alternative(name)) }
        var extensions = [
            (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, "serverAuth"), (NID_subject_key_identifier, "hash"),
        ]
        if !alternatives.isEmpty { extensions.append((NID_subject_alt_name, alternatives.joined(separator: ","))) }
        return extensions.allSatisfy { unsafe usher_add_extension(certificate.pointer, $0.0, $0.1) == 1 }
    }

    /// Checked, because the text below is OpenSSL's own notation, in which a comma starts the next name.
    private static func alternative(_ name: String) throws(TLSError) -> String {
        if HostName.address(name) != nil { return "IP:\(name)" }
        guard let host = HostName.normalized(name) else { throw .badName(name) }
        return "DNS:\(host)"
    }
}
