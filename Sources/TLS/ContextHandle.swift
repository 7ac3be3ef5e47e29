internal import COpenSSL

/// Owns an `SSL_CTX`. It is only read after it was set up, which any thread may do.
@safe struct ContextHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    private init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// A context with what servers and clients have in common.
    static func make(_ method: OpaquePointer?, profile: TLSProfile) throws(TLSError) -> ContextHandle {
        ErrorQueue.clear()
        guard let pointer = unsafe SSL_CTX_new(method) else { throw ErrorQueue.refusal(of: "TLS") }
        let context = unsafe ContextHandle(owning: pointer)
        context.setUp()
        try context.apply(profile)
        return context
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    private func setUp() {
        unsafe SSL_CTX_set_options(pointer, USHER_OP_NO_RENEGOTIATION | USHER_OP_NO_COMPRESSION)
        // Without released buffers an idle connection would keep 34 KiB more.
        unsafe usher_ctx_set_mode(
            pointer,
            Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE) | Int(SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
        // One `read` for a whole record, not one for its head and one for the rest.
        unsafe usher_ctx_set_read_ahead(pointer, 1)
    }

    private func apply(_ profile: TLSProfile) throws(TLSError) {
        try check("TLS versions") {
            unsafe usher_ctx_set_versions(pointer, profile.oldest.wireNumber, profile.newest.wireNumber)
        }
        if !profile.suites12.isEmpty {
            try check("TLS 1.2 suites") {
                unsafe SSL_CTX_set_cipher_list(pointer, profile.suites12.joined(separator: ":"))
            }
        }
        try check("TLS 1.3 suites") {
            unsafe SSL_CTX_set_ciphersuites(pointer, profile.suites13.joined(separator: ":"))
        }
        try check("TLS groups") { unsafe usher_ctx_set_groups(pointer, profile.groups.joined(separator: ":")) }
    }

    /// Takes the word of these authorities for who a peer is. Each is one of the last resort, whoever issued it.
    func trust(_ authorities: borrowing CertificateList) throws(TLSError) {
        let store = unsafe SSL_CTX_get_cert_store(pointer)
        unsafe X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
        for index in 0..<authorities.count {
            try check("authority number \(index + 1)") { unsafe X509_STORE_add_cert(store, authorities[index]) }
        }
    }

    /// Shows a certificate to whoever asks.
    func use(_ identity: Identity) throws(TLSError) {
        try check("certificate of \(identity.facts.commonName)") {
            unsafe SSL_CTX_use_cert_and_key(
                pointer, identity.certificate.pointer, identity.key.pointer, identity.chain.pointer, 1)
        }
    }

    /// Runs a call that gives 1 on success.
    func check(_ what: String, _ call: () -> Int32) throws(TLSError) {
        ErrorQueue.clear()
        guard call() == 1 else { throw ErrorQueue.refusal(of: what) }
    }
}

extension TLSVersion {
    var wireNumber: Int32 {
        switch self {
        case .tls12: TLS1_2_VERSION
        case .tls13: TLS1_3_VERSION
        }
    }
}
