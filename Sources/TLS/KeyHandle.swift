internal import COpenSSL

/// Owns one reference to a private key. It is only read after it was made, which any thread may do.
@safe struct KeyHandle: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe EVP_PKEY_free(pointer) }

    /// Whether the certificate was issued for this key.
    @unsafe func fits(_ certificate: OpaquePointer) -> Bool {
        ErrorQueue.clear()
        return unsafe X509_check_private_key(certificate, pointer) == 1
    }
}
