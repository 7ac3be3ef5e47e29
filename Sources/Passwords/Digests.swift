internal import COpenSSL

/// Cryptographic hashes, and what goes with them.
package enum Digests {
    /// The 16 bytes of MD5: broken as a signature, and still what `apr1` and Digest authentication are made of.
    package static func md5(_ bytes: [UInt8]) -> [UInt8] { unsafe hash(bytes, EVP_md5(), 16) }

    /// The 20 bytes of SHA-1.
    package static func sha1(_ bytes: [UInt8]) -> [UInt8] { unsafe hash(bytes, EVP_sha1(), 20) }

    /// The 32 bytes of SHA-256.
    package static func sha256(_ bytes: [UInt8]) -> [UInt8] { unsafe hash(bytes, EVP_sha256(), 32) }

    private static func hash(_ bytes: [UInt8], _ kind: OpaquePointer?, _ count: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let made = unsafe EVP_Digest(bytes, bytes.count, &result, nil, kind, nil)
        precondition(made == 1, "OpenSSL has no such hash")
        return result
    }

    /// Lower-case hexadecimal digits.
    package static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in [byte >> 4, byte & 15].map { $0 < 10 ? 48 + $0 : 87 + $0 } }
    }

    /// Whether two texts are equal, in a time that does not tell where they differ.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe CRYPTO_memcmp(left, right, left.count) == 0
    }
}
