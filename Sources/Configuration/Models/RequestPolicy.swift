package import LinuxIO

/// What an entry point does with every request, before and right after a router is found.
package struct RequestPolicy: Sendable, Equatable {
    /// Peers whose `X-Forwarded-*` and `X-Real-Ip` are believed: `forwardedHeaders.trustedIPs`, or everybody with
    /// `insecure`.
    package var trusted = AddressSet()
    /// Whether the peer is added to `X-Forwarded-For`; `forwardedHeaders.notAppendXForwardedFor` says no.
    package var appendsForwardedFor = true
    /// What becomes of fields whose names read as those of others.
    package var aliases = AliasedFields.keep
    /// Whether dot segments, empty segments and needless escapes are taken out of paths: `http.sanitizePath`.
    package var sanitizesPath = true
    /// Whether `;` in queries becomes `%3B`: `http.encodeQuerySemicolons`.
    package var encodesQuerySemicolons = false
    /// Escapes that make a request a bad one: those that `http.encodedCharacters` does not allow.
    package var refusedEscapes = EncodedCharacters()
    /// Whether the access log tells of requests here, where their router does not say: `observability.accessLogs`.
    package var logsAccess = true

    package init() {}
}

/// `http.aliasHeadersStrategy`, and the older `http.underscoreHeadersStrategy`: fields with names like `X_Auth_User`,
/// which servers that make variables of names take for `X-Auth-User`.
package struct AliasedFields: Sendable, Equatable {
    package enum Strategy: String, Sendable, CaseIterable {
        case keep
        /// The field is dropped.
        case delete
        /// The request is answered with 400.
        case reject
    }

    package var strategy: Strategy
    /// Only an underscore counts, and no other sign.
    package var underscoreOnly: Bool

    package init(_ strategy: Strategy, underscoreOnly: Bool = false) {
        (self.strategy, self.underscoreOnly) = (strategy, underscoreOnly)
    }

    package static let keep = AliasedFields(.keep)
}

/// Characters of paths when they come as `%XX`: `http.encodedCharacters`.
package struct EncodedCharacters: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let slash = Self(rawValue: 1)
    package static let backSlash = Self(rawValue: 2)
    package static let null = Self(rawValue: 4)
    package static let semicolon = Self(rawValue: 8)
    package static let percent = Self(rawValue: 16)
    package static let questionMark = Self(rawValue: 32)
    package static let hash = Self(rawValue: 64)

    /// Whether a byte is one of them.
    package func contains(byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"): contains(.slash)
        case UInt8(ascii: "\\"): contains(.backSlash)
        case 0: contains(.null)
        case UInt8(ascii: ";"): contains(.semicolon)
        case UInt8(ascii: "%"): contains(.percent)
        case UInt8(ascii: "?"): contains(.questionMark)
        case UInt8(ascii: "#"): contains(.hash)
        default: false
        }
    }
}
