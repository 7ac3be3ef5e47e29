internal import CCrypt

/// A password's hash as `htpasswd` and crypt(3) write it.
package struct PasswordHash: Sendable, Equatable {
    /// How it was made; the later ones take longer to compute.
    package enum Form: Int, Sendable, Comparable {
        /// Of no known form: no password fits.
        case unknown
        /// `{SHA}` and Base64 of SHA-1.
        case sha1
        /// `$apr1$` or `$1$`.
        case md5
        /// `$5$` or `$6$`.
        case sha2
        /// `$2a$`, `$2b$` or `$2y$`.
        case bcrypt

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package let form: Form
    private let text: String
    /// Longer passwords fit nothing.
    private static let longestPassword = 511

    package init(_ text: String) {
        self.text = text
        let marks: [(String, Form)] = [
            ("{SHA}", .sha1), ("$apr1$", .md5), ("$1$", .md5), ("$5$", .sha2), ("$6$", .sha2),
            ("$2a$", .bcrypt), ("$2b$", .bcrypt), ("$2y$", .bcrypt),
        ]
        form = marks.first { text.hasPrefix($0.0) }?.1 ?? .unknown
    }

    /// Whether it is the password's; may take a second, so it is not for loops.
    package func fits(_ password: [UInt8]) -> Bool {
        guard password.count <= Self.longestPassword, !password.contains(0) else { return false }
        switch form {
        case .unknown: return false
        case .sha1: return Digests.areEqual(Base64.encode(Digests.sha1(password)), Array(text.utf8.dropFirst(5)))
        case .md5: return fitsMD5(password)
        case .sha2, .bcrypt: return fitsCrypt(password)
        }
    }

    private func fitsMD5(_ password: [UInt8]) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return false }
        let mark = Array("$".utf8) + parts[1] + Array("$".utf8)
        return Digests.areEqual(MD5Crypt.hash(password, salt: Array(parts[2]), mark: mark), Array(parts[3]))
    }

    private func fitsCrypt(_ password: [UInt8]) -> Bool {
        var result = [CChar](repeating: 0, count: 512)
        let secret = (password + [0]).map { CChar(bitPattern: $0) }
        guard unsafe usher_crypt(secret, text, &result, result.count) == 1 else { return false }
        return Digests.areEqual(result.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, Array(text.utf8))
    }
}
