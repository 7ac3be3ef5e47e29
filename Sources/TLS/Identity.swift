internal import COpenSSL

/// A server's certificate chain with its private key, checked to belong together.
package final class Identity: Sendable {
    let certificate: CertificateHandle
    /// The certificates between the first one and the authority.
    let chain: CertificateList
    let key: KeyHandle
    /// What the first certificate says.
    package let facts: CertificateFacts

    /// Reads PEM files, or takes text that stands where their paths are expected; blocks, so it is not for loops.
    ///
    /// The certificate's file holds the server's own first, then its issuers'. A certificate outside its time is
    /// accepted: see `CertificateFacts.isExpired`.
    package convenience init(certificateFile: String, keyFile: String) throws(TLSError) {
        try self.init(
            certificatePEM: try PEM.bytes(of: certificateFile), keyPEM: try PEM.bytes(of: keyFile),
            certificateSource: PEM.place(of: certificateFile), keySource: PEM.place(of: keyFile))
    }

    /// Takes PEM text; the sources only name it in errors.
    package init(
        certificatePEM: [UInt8], keyPEM: [UInt8], certificateSource: String = "certificate",
        keySource: String = "key"
    ) throws(TLSError) {
        let all = try PEM.certificates(certificatePEM, from: certificateSource)
        let key = try PEM.key(keyPEM, from: keySource)
        let first = unsafe all[0]
        let facts = unsafe CertificateFacts(of: first)
        guard unsafe key.fits(first) else {
            let fits = (1..<all.count).first { unsafe key.fits(all[$0]) }
            throw .keyMismatch(
                key: keySource, certificate: certificateSource, subject: facts.commonName, fits: fits.map { $0 + 1 })
        }
        let chain = CertificateList()
        for index in 1..<max(1, all.count) { unsafe chain.append(sharing: all[index]) }
        self.certificate = unsafe CertificateHandle(sharing: first)
        self.chain = chain
        self.key = key
        self.facts = facts
    }

    /// A certificate of its own issuing, whose key is known to fit.
    init(certificate: consuming CertificateHandle, key: consuming KeyHandle) {
        facts = unsafe CertificateFacts(of: certificate.pointer)
        self.certificate = certificate
        self.key = key
        chain = CertificateList()
    }

    /// The chain as PEM text, the server's own certificate first.
    package var certificatePEM: [UInt8] {
        let text = MemoryBIO()
        unsafe PEM_write_bio_X509(text.pointer, certificate.pointer)
        for index in 0..<chain.count { unsafe PEM_write_bio_X509(text.pointer, chain[index]) }
        return text.contents
    }

    /// The private key as unencrypted PEM text (PKCS #8); a secret.
    package var keyPEM: [UInt8] {
        let text = MemoryBIO()
        unsafe PEM_write_bio_PrivateKey(text.pointer, key.pointer, nil, nil, 0, nil, nil)
        return text.contents
    }
}
