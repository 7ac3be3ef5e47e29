internal import COpenSSL

/// A protocol version that is spoken at all.
package enum TLSVersion: String, Sendable {
    case tls12 = "1.2"
    case tls13 = "1.3"
}

/// Versions and algorithms that a side agrees to.
package struct TLSProfile: Equatable, Sendable {
    package var oldest = TLSVersion.tls12
    package var newest = TLSVersion.tls13
    /// Suites of TLS 1.2, by OpenSSL's names, best first.
    package var suites12 = [
        "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ]
    /// Suites of TLS 1.3, best first.
    package var suites13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]
    /// Groups for the key exchange, best first.
    package var groups = ["X25519", "P-256"]

    package init() {}

    /// Forward secrecy and authenticated encryption only. A server leaves the choice of suite to the client, which
    /// knows whether its processor has AES instructions.
    package static let hardened = TLSProfile()

    /// OpenSSL's name of a suite that is known by its registered name; nil when OpenSSL does not have it.
    package static func suite(registered name: String) -> String? {
        guard let known = unsafe OPENSSL_cipher_name(name) else { return nil }
        let text = unsafe String(cString: known)
        return text == "(NONE)" ? nil : text
    }

    /// Whether OpenSSL has a group.
    package static func hasGroup(_ name: String) -> Bool {
        var profile = TLSProfile.hardened
        profile.groups = [name]
        return (try? unsafe ContextHandle.make(TLS_server_method(), profile: profile)) != nil
    }
}
