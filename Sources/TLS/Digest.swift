internal import COpenSSL

/// Cryptographic hashes.
package enum Digest {
    /// The 32 bytes of SHA-256.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        _ = unsafe SHA256(bytes, bytes.count, &result)
        return result
    }

    /// The 20 bytes of SHA-1, for names that others have made of it; it protects nothing.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 20)
        _ = unsafe SHA1(bytes, bytes.count, &result)
        return result
    }
}
