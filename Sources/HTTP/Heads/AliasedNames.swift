internal import LinuxIO

/// Field names that servers may take for others: what makes a variable of `X-Auth-User` makes the same one of
/// `X_Auth_User`, and often of `X.Auth.User`.
extension MessageHead {
    /// Whether a field's name holds a sign that is no hyphen.
    ///
    /// - Parameter underscoreOnly: only underscores count.
    package func isAliased(_ field: Field, underscoreOnly: Bool) -> Bool {
        withSpan(field.name) { bytes in
            for offset in 0..<bytes.byteCount {
                let byte = bytes[at: offset]
                if underscoreOnly ? byte == UInt8(ascii: "_") : isSign(byte) { return true }
            }
            return false
        }
    }

    /// Whether any field's name is such.
    package func hasAliases(underscoreOnly: Bool) -> Bool {
        fields.contains { isAliased($0, underscoreOnly: underscoreOnly) }
    }

    /// Takes such fields out.
    package func removeAliases(underscoreOnly: Bool) {
        if hasAliases(underscoreOnly: underscoreOnly) {
            removeFields { isAliased($0, underscoreOnly: underscoreOnly) }
        }
    }

    /// The known field that a name reads as when its signs are hyphens; nil unless it has other ones.
    package func aliasedID(_ field: Field) -> FieldID? {
        guard field.id == .other, isAliased(field, underscoreOnly: false) else { return nil }
        let id = FieldNames.shared.id(of: bytes(field.name).map { isSign($0) ? UInt8(ascii: "-") : $0 })
        return id == .other ? nil : id
    }
}

private func isSign(_ byte: UInt8) -> Bool {
    !(byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "-"))
}

/// What a client may claim about the way of a request, and only some clients are believed.
extension FieldID {
    /// `X-Real-Ip`, and all known fields that begin with `X-Forwarded-`.
    package var isForwardingClaim: Bool { Self.forwardingClaims >> UInt128(rawValue) & 1 == 1 }

    /// One bit for each, as in a head's `present`.
    static var forwardingClaims: UInt128 {
        bit(.xForwardedFor) | bit(.xForwardedProto) | bit(.xForwardedHost) | bit(.xForwardedPort)
            | bit(.xForwardedServer) | bit(.xForwardedUri) | bit(.xForwardedMethod) | bit(.xForwardedPrefix)
            | bit(.xForwardedTlsClientCert) | bit(.xForwardedTlsClientCertInfo) | bit(.xRealIp)
    }

    private static func bit(_ id: FieldID) -> UInt128 { 1 << UInt128(id.rawValue) }
}

extension MessageHead {
    /// Takes out what a client claims about a request's way.
    package func removeForwardingClaims() {
        guard present & FieldID.forwardingClaims != 0 else { return }
        removeFields { $0.id.isForwardingClaim }
    }

    /// Takes out fields whose names read as such claims.
    package func removeAliasedForwardingClaims() {
        guard fields.contains(where: { isAliasedForwardingClaim($0) }) else { return }
        removeFields { isAliasedForwardingClaim($0) }
    }

    /// Whether a name reads as that of such a claim, like `X_Forwarded_For`.
    package func isAliasedForwardingClaim(_ field: Field) -> Bool { aliasedID(field)?.isForwardingClaim ?? false }
}
