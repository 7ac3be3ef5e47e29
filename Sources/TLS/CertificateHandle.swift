internal import COpenSSL

/// Owns one reference to an X.509 certificate. It is only read after it was made, which any thread may do.
@safe struct CertificateHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// One more reference to somebody's certificate.
    @unsafe init(sharing pointer: OpaquePointer) {
        unsafe X509_up_ref(pointer)
        unsafe self.pointer = pointer
    }

    deinit { unsafe X509_free(pointer) }
}

/// Owns a list of certificates: a chain without its first one, or authorities. Only read after it was made.
@safe struct CertificateList: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init() { unsafe pointer = usher_certificates_new()! }

    deinit { unsafe usher_certificates_free(pointer) }

    var count: Int { unsafe Int(usher_certificates_count(pointer)) }

    /// Takes over the certificate's reference.
    func append(owning certificate: OpaquePointer) {
        let count = unsafe usher_certificates_push(pointer, certificate)
        precondition(count > 0, "out of memory")
    }

    /// Takes one more reference to somebody's certificate.
    @unsafe func append(sharing certificate: OpaquePointer) {
        unsafe X509_up_ref(certificate)
        unsafe append(owning: certificate)
    }

    /// Lends the certificate at `index`; the list keeps its reference.
    @unsafe subscript(index: Int) -> OpaquePointer { unsafe usher_certificates_at(pointer, Int32(index))! }
}
